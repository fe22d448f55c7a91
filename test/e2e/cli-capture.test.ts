import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { captureFrames } from '../../electron/camera/camera';
import { thisMachine } from '../../electron/camera/surroundings';
import { decodeImage } from '../../electron/image/decode';
import { inWorkspace, installForTests, type Workspace } from './cli-process';

const installation = installForTests();
const BARS = ['capture', '--device', 'TEST:colourbars'] as const;
const FIVE = [0, 1, 2, 3, 4].map((index) => `o-${index}.jpg`);
/** The eight bars of the usual test picture: white, yellow, cyan, green, magenta, red, blue, black. */
const BARS_OF_COLOUR = [
  [255, 255, 255],
  [255, 255, 0],
  [0, 255, 255],
  [0, 255, 0],
  [255, 0, 255],
  [255, 0, 0],
  [0, 0, 255],
  [0, 0, 0],
] as const;
const CANCELLED = 'error job/cancelled: taking pictures: interrupted; nothing unfinished was left behind.\n';

function hasFswebcam(): boolean {
  try {
    execFileSync('fswebcam', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

const isThere = hasFswebcam();
if (!isThere)
  process.stderr.write(
    'tests with the real fswebcam are skipped: it is not installed (npm run setup names how)\n',
  );

/** Makes an fswebcam that is found before any other; in the script, `$file` is the picture wanted. */
function fakeFswebcam(ws: Workspace, script: string): { PATH: string } {
  const file = ws.write('bin/fswebcam', `#!/bin/sh\nfor file; do :; done\n${script}\n`);
  execFileSync('chmod', ['+x', file]);
  return { PATH: `${path.dirname(file)}:${process.env['PATH']!}` };
}

const picturesOf = (ws: Workspace) => ws.files().filter((name) => name.endsWith('.jpg'));

describe.skipIf(!isThere).concurrent('capture with fswebcam', () => {
  it(
    'writes five whole pictures of the wanted size, which predict takes',
    inWorkspace(installation, async (ws) => {
      const printed = await ws.succeed([...BARS, '--size', '640x480']);
      expect(printed).toBe(FIVE.map((name) => `${name}\n`).join(''));
      expect(ws.files()).toEqual(FIVE);
      for (const name of FIVE) {
        const { image, format, warnings } = await decodeImage(ws.read(name), name);
        expect([format, image.width, image.height, warnings]).toEqual(['JPEG', 640, 480, []]);
        BARS_OF_COLOUR.forEach((colour, bar) => {
          const start = (100 * 640 + bar * 80 + 40) * 3;
          // Flat areas in a JPEG of quality 95: rounding only.
          colour.forEach((value, channel) => {
            expect(Math.abs(image.data[start + channel]! - value)).toBeLessThanOrEqual(2);
          });
        });
      }
      const { results } = await ws.succeedWithJson<{ results: { image: string; predictions: unknown[] }[] }>([
        'predict',
        ...FIVE,
      ]);
      expect(results.map(({ image, predictions }) => [image, predictions.length])).toEqual(
        FIVE.map((name) => [name, 5]),
      );
    }),
  );

  it(
    'writes into a new folder, as JSON tells',
    inWorkspace(installation, async (ws) => {
      const told = await ws.succeedWithJson([
        ...BARS,
        '--frames',
        '2',
        '--interval',
        '50',
        '--out',
        'new/burst',
      ]);
      expect(told).toEqual({ files: ['new/burst/o-0.jpg', 'new/burst/o-1.jpg'], failed: [] });
      expect(ws.files()).toEqual(['new/burst/o-0.jpg', 'new/burst/o-1.jpg']);
      const { image } = await decodeImage(ws.read('new/burst/o-1.jpg'), 'o-1.jpg');
      expect([image.width, image.height]).toEqual([1280, 720]);
    }),
  );

  it(
    'keeps existing files, all of them, unless --force is given',
    inWorkspace(installation, async (ws) => {
      ws.write('o-3.jpg', 'mine');
      ws.write('o-7.jpg', 'mine too');
      await ws.refuse(BARS, 'output/exists', ['writing o-3.jpg: ', '--force']);
      await ws.succeed([...BARS, '--force']);
      expect(ws.files()).toEqual([...FIVE, 'o-7.jpg']);
      expect(ws.read('o-3.jpg').equals(ws.read('o-2.jpg'))).toBe(true);
      expect(ws.read('o-7.jpg').toString()).toBe('mine too');
    }),
  );

  it(
    'gives the pixels of a known picture',
    inWorkspace(installation, async (ws) => {
      const colours = [
        [200, 30, 30],
        [20, 160, 60],
        [40, 60, 220],
        [128, 128, 128],
      ] as const;
      const canvas = createCanvas(128, 64);
      const context = canvas.getContext('2d');
      colours.forEach((colour, place) => {
        context.fillStyle = `rgb(${colour.join()})`;
        context.fillRect(place * 32, 0, 32, 64);
      });
      const file = ws.write('known.png', canvas.toBuffer('image/png'));
      const frames = await captureFrames(
        { device: `FILE:${file}`, frames: 5, intervalMs: 0, size: null },
        { ...thisMachine, mayReadFiles: true },
      );
      expect(frames).toHaveLength(5);
      for (const { jpeg, size } of frames) {
        expect(size).toEqual({ width: 128, height: 64 });
        const { image } = await decodeImage(jpeg!, 'frame');
        colours.forEach((colour, place) => {
          const start = (32 * 128 + place * 32 + 16) * 3;
          // Flat areas in a JPEG of quality 95: rounding only.
          colour.forEach((value, channel) => {
            expect(Math.abs(image.data[start + channel]! - value)).toBeLessThanOrEqual(2);
          });
        });
      }
    }),
  );
});

describe.concurrent('capture with a program in place of fswebcam', () => {
  const REAL = path.resolve(import.meta.dirname, '../../models/sample/chelsea.png');

  it.each([
    'video0; touch X',
    '$(touch X)',
    '`touch X`',
    'video0\ntouch X',
    '../video0',
    '-x',
    'FILE:/etc/passwd',
    '',
  ])('refuses the device %j before it is started', (device) =>
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(ws, `touch '${ws.at('X')}'`);
      await ws.refuse(
        ['capture', `--device=${device}`],
        'camera/unknown-device',
        ['is not the name of a camera'],
        {
          env,
        },
      );
      expect(existsSync(ws.at('X'))).toBe(false);
    })(),
  );

  it(
    'writes the frames that come and names the one that does not, exit code 1',
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(ws, `case $file in shot-4.*|shot-5.*) ;; *) cp '${REAL}' "$file";; esac`);
      const { code, stdout, stderr } = await ws.run([...BARS, '--json'], { env });
      const reason =
        'taking frame 3 of 5: no picture was written; try again, or choose another camera or size.';
      expect(stderr).toBe(
        `error camera/failed: ${reason}\nerror job/partly-failed: taking 5 frames: 1 of them failed, see above; the others are written.\n`,
      );
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toEqual({
        files: FIVE.filter((name) => name !== 'o-2.jpg'),
        failed: [{ frame: 2, code: 'camera/failed', message: reason }],
      });
      expect(picturesOf(ws)).toEqual(FIVE.filter((name) => name !== 'o-2.jpg'));
      // Whatever the program writes, the files are JPEG.
      expect([...ws.read('o-0.jpg').subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      ws.expectNoTemporaryFiles();
    }),
  );

  it(
    'writes nothing where no frame comes',
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(ws, 'echo "open: Permission denied" >&2');
      await ws.refuse(
        [...BARS, '--out', 'new'],
        'camera/denied',
        ['taking frame 1 of 5: this user may not use'],
        { env },
      );
    }),
  );

  it(
    'says that the camera has another size',
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(ws, `cp '${REAL}' "$file"`);
      const { code, stderr } = await ws.run([...BARS, '--frames', '1', '--size', '640x480'], { env });
      expect([code, stderr]).toEqual([0, 'warning: the camera gave 451 x 300 pixels, not 640 x 480.\n']);
    }),
  );

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once by %s and leaves nothing', (signal) =>
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(
        ws,
        `[ "$file" = shot-4.jpg ] && echo $$ > '${ws.at('pid')}' && exec sleep 1000
         cp '${REAL}' "$file"`,
      );
      const run = await ws.run([...BARS, '--out', 'new'], {
        env,
        onStart: (child) => {
          const timer = setInterval(() => {
            if (!existsSync(ws.at('pid')) || readFileSync(ws.at('pid'), 'utf8') === '') return;
            clearInterval(timer);
            child.kill(signal);
          }, 20);
        },
      });
      expect([run.code, run.stdout, run.stderr]).toEqual([1, '', CANCELLED]);
      expect(ws.files()).toEqual(['bin/fswebcam', 'pid']);
      expect(existsSync(ws.at('new'))).toBe(false);
      expect(existsSync(`/proc/${ws.read('pid').toString().trim()}`)).toBe(false);
      ws.expectNoTemporaryFiles();
    })(),
  );

  it(
    'twice by SIGINT, likewise',
    inWorkspace(installation, async (ws) => {
      const env = fakeFswebcam(ws, `echo $$ > '${ws.at('pid')}'; exec sleep 1000`);
      const run = await ws.run(BARS, {
        env,
        onStart: (child) => {
          const timer = setInterval(() => {
            if (!existsSync(ws.at('pid'))) return;
            clearInterval(timer);
            child.kill('SIGINT');
            child.kill('SIGINT');
          }, 20);
        },
      });
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/^error job\/cancelled: [^\n]*\n$/);
      ws.expectNoTemporaryFiles();
    }),
  );
});

describe.concurrent('capture without fswebcam', () => {
  const env = { PATH: '/nowhere' };

  it.each([['--list'], ['--device=TEST:colourbars'], ['--json']])('with %s says how to get it', (option) =>
    inWorkspace(installation, (ws) =>
      ws.refuse(['capture', option], 'camera/tool-missing', ['sudo apt-get install fswebcam'], { env }),
    )(),
  );
});

// What a machine with a camera says depends on the camera.
const hasCamera = existsSync('/dev/video0');
if (hasCamera) process.stderr.write('tests without a camera are skipped: this machine has /dev/video0\n');

describe.skipIf(!isThere || hasCamera).concurrent('capture without a camera', () => {
  it(
    'says so, and how to try it all the same',
    inWorkspace(installation, (ws) =>
      ws.refuse(['capture'], 'camera/none', ['connect one', 'TEST:colourbars']),
    ),
  );

  it(
    'lists none',
    inWorkspace(installation, async (ws) => {
      const { code, stdout, stderr } = await ws.run(['capture', '--list']);
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr).toMatch(/^warning: no camera is connected; .*TEST:colourbars/);
      expect(await ws.succeedWithJson(['capture', '--list'])).toEqual({ cameras: [] });
    }),
  );
});
