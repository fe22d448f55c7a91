import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, describe, it } from 'vitest';
import { captureFrames, listCameras } from '../../../electron/camera/camera';
import type { CaptureOptions } from '../../../electron/camera/types';
import { encodeJpeg } from '../../../electron/image/encode';
import { isFeaturescopeError } from '../../../electron/shared/errors';
import { BURST, FakeCamera } from './fake-camera';

const GIVES = 'cp "$here/good.jpg" "$file"';

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isFeaturescopeError(error)) throw new Error('it was not refused', { cause: error });
  return { code: error.code, message: error.message };
}

const burst = (camera: FakeCamera, changes: Partial<CaptureOptions> = {}) =>
  captureFrames({ ...BURST, ...changes }, camera.surroundings);

/** `.` for a frame that came, else the end of its code. */
const shapeOf = (frames: Awaited<ReturnType<typeof captureFrames>>) =>
  frames.map(({ error }) => (error ? error.code.replace('camera/', '') : '.')).join(' ');

describe('a burst', () => {
  it('brings its frames in order, as they were written, and leaves nothing', async () => {
    const camera = new FakeCamera(GIVES);
    const told: string[] = [];
    const frames = await burst(camera, { onProgress: (taken, total) => told.push(`${taken}/${total}`) });
    expect(frames.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    for (const { jpeg, size, error } of frames) {
      expect(Buffer.from(jpeg!).equals(camera.picture)).toBe(true);
      expect([size, error]).toEqual([{ width: 160, height: 120 }, null]);
    }
    expect(told).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
    expect(camera.leftovers()).toEqual([]);
  });

  it('gives the program node-webcam’s arguments, warm-up frames included, and a new name each time', async () => {
    const camera = new FakeCamera(GIVES, ['video2', 'video0']);
    await burst(camera, { frames: 2, device: 'video2', size: { width: 640, height: 480 } });
    const args = (name: string) =>
      `-q -r 640x480 --jpeg 95 -d ${camera.at('dev/video2')} --no-banner --skip 10 ${name}`;
    expect(camera.calls()).toEqual([args('shot-0.jpg'), args('shot-2.jpg')]);
  });

  it('works in a folder that only this user can enter', async () => {
    const camera = new FakeCamera(`ls -ld . | cut -c1-10 > "$here/mode"; ${GIVES}`);
    await burst(camera, { frames: 1 });
    expect(readFileSync(camera.at('mode'), 'utf8')).toBe('drwx------\n');
  });

  it('keeps its folder’s odd name to itself', async () => {
    const camera = new FakeCamera(`pwd > "$here/where"; ${GIVES}`);
    const odd = camera.at('temp', "a b'$(touch X)%d;");
    mkdirSync(odd);
    process.env['TMPDIR'] = odd;
    expect(shapeOf(await burst(camera, { frames: 1 }))).toBe('.');
    expect(readFileSync(camera.at('where'), 'utf8')).toContain(`${odd}/featurescope-camera-`);
    expect(camera.calls()[0]).toMatch(/ shot-0\.jpg$/);
    expect(existsSync(camera.at('X'))).toBe(false);
  });

  it('tries a failed frame once more', async () => {
    const camera = new FakeCamera(
      `if [ $shot = shot-4 ]; then echo "VIDIOC_S_FMT: Device or resource busy" >&2; else ${GIVES}; fi`,
    );
    expect(shapeOf(await burst(camera))).toBe('. . . . .');
    expect(camera.calls()).toHaveLength(6);
    expect(camera.calls()[3]).toMatch(/shot-5\.jpg$/);
  });

  it('names the frame that fails twice; the others come', async () => {
    const camera = new FakeCamera(`case $shot in shot-4|shot-5) ;; *) ${GIVES};; esac`);
    const frames = await burst(camera);
    expect(shapeOf(frames)).toBe('. . failed . .');
    expect(frames[2]!.error!.message).toBe(
      'taking frame 3 of 5: no picture was written; try again, or choose another camera or size.',
    );
    expect([frames[2]!.jpeg, frames[2]!.size]).toEqual([null, null]);
    expect(camera.leftovers()).toEqual([]);
  });

  it('waits between frames, from start to start', async () => {
    const camera = new FakeCamera(GIVES);
    const startedMs = performance.now();
    await burst(camera, { frames: 3, intervalMs: 400 });
    // Two waits at least; timers may be early by a millisecond.
    expect(performance.now() - startedMs).toBeGreaterThan(2 * 399);
  });

  it('notices a camera that is unplugged in between, and keeps what came before', async () => {
    const camera = new FakeCamera(
      `[ $shot = shot-4 ] && rm -f "$here/dev/video0"
       if [ -e "$here/dev/video0" ]; then ${GIVES}; else echo "stat: No such file or directory" >&2; fi`,
    );
    const frames = await burst(camera);
    expect(shapeOf(frames)).toBe('. . failed failed failed');
    expect(frames[3]!.error!.message).toBe(
      `taking frame 4 of 5: ${camera.at('dev/video0')} is gone; plug the camera in again and try again.`,
    );
  });
});

describe('a program that lies', () => {
  const picture = 'try again, or try a smaller size.';
  const other = 'try again, or choose another camera or size.';
  it.each([
    ['says done and writes nothing', 'true', `no picture was written; ${other}`],
    [
      'gives an old picture',
      'cp -p "$here/old.jpg" "$file"',
      `an old picture was given for a new one; ${other}`,
    ],
    ['gives nothing at all', ': > "$file"', `the picture is empty; ${other}`],
    ['gives words', 'echo hello > "$file"', `what the camera gave cannot be decoded; ${picture}`],
    [
      'gives half a picture',
      'head -c 5000 "$here/good.jpg" > "$file"',
      `the picture is cut off or damaged; ${picture}`,
    ],
    ['gives a link', 'ln -s "$here/good.jpg" "$file"', `what was written is no picture; ${other}`],
    ['gives a folder', 'mkdir "$file"', `what was written is no picture; ${other}`],
    [
      'writes for another burst',
      `cp "$here/good.jpg" "$here/temp/"; cp "$here/good.jpg" other.jpg; rm "$here/temp/good.jpg"`,
      `no picture was written; ${other}`,
    ],
    [
      'has its own words, in colours',
      `printf '\\033[31mlibgd was built without JPEG\\n\\033[0m' >&2`,
      `no picture was written (fswebcam says: libgd was built without JPEG); ${other}`,
    ],
  ])('%s', async (_, script, problem) => {
    const camera = new FakeCamera(script);
    expect(await refusal(burst(camera, { frames: 2 }))).toEqual({
      code: 'camera/failed',
      message: `taking frame 1 of 2: ${problem}`,
    });
    expect(camera.calls()).toHaveLength(4);
    expect(camera.leftovers()).toEqual([]);
  });
});

describe('what the program says is told as a reason', () => {
  it.each([
    [
      'Error opening device: /dev/video0\nopen: Permission denied\nUnable to find a source module that can read /dev/video0.',
      'denied',
      "this user may not use NODE; join the group of the cameras with 'sudo usermod -aG video $USER' and log in again.",
    ],
    [
      'Error opening device: /dev/video0\nopen: Device or resource busy\nUnable to find a source module that can read /dev/video0.',
      'busy',
      'another program is using NODE; close it (a video call, a browser tab) and try again.',
    ],
    [
      '/dev/video0: Not a V4L2 device?\nVIDIOCGCAP: Inappropriate ioctl for device\nUnable to find a source module that can read /dev/video0.',
      'failed',
      'NODE is not a camera, or not one that fswebcam can read; choose another from the list of cameras.',
    ],
    [
      'open: No such device or address\nUnable to find a source module that can read /dev/video0.',
      'failed',
      'NODE is gone; plug the camera in again and try again.',
    ],
    [
      'Timed out waiting for frame!\nNo frames captured.',
      'failed',
      'NODE opens but sends no picture; unplug it, plug it in again or try a smaller size.',
    ],
  ])('%j', async (words, kind, problem) => {
    const camera = new FakeCamera(`printf '\\033[31m%s\\n' '${words}' >&2`);
    expect(await refusal(burst(camera, { frames: 1 }))).toEqual({
      code: `camera/${kind}`,
      message: `taking frame 1 of 1: ${problem.replace('NODE', camera.at('dev/video0'))}`,
    });
  });

  it('in English, whatever the language of the system', async () => {
    const camera = new FakeCamera(`[ "$LC_ALL$LANGUAGE" = CC ] && ${GIVES}`);
    const env = { ...camera.surroundings.env, LC_ALL: 'zh_CN.UTF-8', LANGUAGE: 'zh' };
    const frames = await captureFrames({ ...BURST, frames: 1 }, { ...camera.surroundings, env });
    expect(shapeOf(frames)).toBe('.');
  });
});

describe('a program that hangs', () => {
  const isAlive = (pid: number) =>
    existsSync(`/proc/${pid}`) && !/ Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const pids = (camera: FakeCamera) => readFileSync(camera.at('pids'), 'utf8').trim().split('\n').map(Number);

  it('is ended with its children; after two, the others are not waited for', async () => {
    const camera = new FakeCamera(
      `if [ $shot = shot-0 ]; then ${GIVES}; exit; fi
       sleep 1000 & echo $! >> "$here/pids"; echo $$ >> "$here/pids"; wait`,
      ['video0'],
      { shotLimitMs: 1500 },
    );
    const frames = await burst(camera);
    expect(shapeOf(frames)).toBe('. failed failed failed failed');
    const messages = frames.map(({ error }) => error?.message.replace(camera.at('dev/video0'), 'NODE'));
    expect(messages.slice(1, 4)).toEqual([
      'taking frame 2 of 5: NODE gave no picture within 1.5 s; unplug it, plug it in again and close other programs that use it.',
      'taking frame 3 of 5: NODE gave no picture within 1.5 s; unplug it, plug it in again and close other programs that use it.',
      'taking frame 4 of 5: not tried, because NODE did not answer 2 times; unplug it and plug it in again.',
    ]);
    expect(camera.calls()).toHaveLength(3);
    expect(pids(camera)).toHaveLength(4);
    expect(pids(camera).filter(isAlive)).toEqual([]);
    expect(camera.leftovers()).toEqual([]);
  });

  it('is ended by the signal', async () => {
    const camera = new FakeCamera(
      `if [ $shot = shot-2 ]; then echo $$ >> "$here/pids"; exec sleep 1000; fi; ${GIVES}`,
    );
    const controller = new AbortController();
    const onProgress = () => {
      const timer = setInterval(() => {
        if (!existsSync(camera.at('pids'))) return;
        clearInterval(timer);
        controller.abort();
      }, 20);
    };
    const { code } = await refusal(burst(camera, { signal: controller.signal, onProgress }));
    expect(code).toBe('job/cancelled');
    expect(pids(camera).filter(isAlive)).toEqual([]);
    expect(camera.leftovers()).toEqual([]);
  });

  it('does not keep a burst from ending by leaving a child behind', async () => {
    const camera = new FakeCamera(`sleep 1000 & echo $! >> "$here/pids"; ${GIVES}`);
    expect(shapeOf(await burst(camera, { frames: 1 }))).toBe('.');
    expect(pids(camera).filter(isAlive)).toEqual([]);
  });
});

describe('cancelling', () => {
  it('before the start starts nothing', async () => {
    const camera = new FakeCamera(GIVES);
    expect((await refusal(burst(camera, { signal: AbortSignal.abort() }))).code).toBe('job/cancelled');
    expect(camera.calls()).toEqual([]);
  });

  it('ends the wait between frames', async () => {
    const camera = new FakeCamera(GIVES);
    const controller = new AbortController();
    const work = burst(camera, {
      intervalMs: 60_000,
      signal: controller.signal,
      onProgress: () => void setImmediate(() => controller.abort()),
    });
    expect((await refusal(work)).code).toBe('job/cancelled');
    expect(camera.calls()).toHaveLength(1);
    expect(camera.leftovers()).toEqual([]);
  });
});

describe('the name of a device', () => {
  const HOSTILE = [
    'video0; touch "$here/X"',
    'video0;touch X',
    '/dev/video0 && touch X',
    '$(touch X)',
    '`touch X`',
    'video0\ntouch X',
    'TEST:colourbars; touch X; true',
    'TEST:colour\nbars',
    'TEST:',
    'TEST:a b',
    'test:colourbars',
    'FILE:/etc/passwd',
    'RAW:/dev/video0',
    'V4L2:/dev/video0',
    '../dev/video0',
    '/dev/../dev/video0',
    '/dev/null',
    '/etc/passwd',
    '-d',
    '--exec',
    '-',
    '',
    ' ',
    'video',
    'video0 ',
    'VIDEO0',
    'video0\0',
    'video999999999',
    'video٣',
    'x'.repeat(100_000),
  ];

  it.each(HOSTILE.map((name) => [name.slice(0, 40), name]))(
    '%j is refused before anything is started',
    async (_, device) => {
      const camera = new FakeCamera(`touch "$here/started"; ${GIVES}`);
      const { code, message } = await refusal(burst(camera, { device }));
      expect(code).toBe('camera/unknown-device');
      expect(message).toMatch(
        /^taking pictures: "[^\p{C}]{0,61}" is not the name of a camera; [^\p{C}]*\.$/u,
      );
      expect(existsSync(camera.at('started'))).toBe(false);
      expect(existsSync(camera.at('X'))).toBe(false);
      expect(camera.leftovers()).toEqual([]);
    },
  );

  it.each(['node name', 'path'])('may be given as %s', async (way) => {
    const camera = new FakeCamera(GIVES, ['video0', 'video3']);
    await burst(camera, { frames: 1, device: way === 'path' ? camera.at('dev/video3') : 'video3' });
    expect(camera.calls()[0]).toContain(` -d ${camera.at('dev/video3')} `);
  });

  it('that no camera has is told with those there are, and nothing is started', async () => {
    const camera = new FakeCamera(GIVES, ['video0', 'video2']);
    expect(await refusal(burst(camera, { device: 'video7' }))).toEqual({
      code: 'camera/unknown-device',
      message: `taking pictures: there is no camera "video7"; this machine has ${camera.at('dev/video0')}, ${camera.at('dev/video2')}.`,
    });
    expect(camera.calls()).toEqual([]);
  });

  it('TEST: needs no camera and no warm-up', async () => {
    const camera = new FakeCamera(GIVES, []);
    expect(shapeOf(await burst(camera, { frames: 1, device: 'TEST:colourbars' }))).toBe('.');
    expect(camera.calls()).toEqual(['-q -r 1280x720 --jpeg 95 -d TEST:colourbars --no-banner shot-0.jpg']);
  });

  it('FILE: is for tests that ask for it', async () => {
    const camera = new FakeCamera(GIVES, [], { mayReadFiles: true });
    const device = `FILE:${camera.at('good.jpg')}`;
    expect(shapeOf(await burst(camera, { frames: 1, device }))).toBe('.');
    expect((await refusal(burst(camera, { device: 'FILE:/a b' }))).code).toBe('camera/unknown-device');
  });

  it('null without any camera: says what to do', async () => {
    const camera = new FakeCamera(GIVES, []);
    expect(await refusal(burst(camera))).toEqual({
      code: 'camera/none',
      message: `taking pictures: no camera is connected (there is no ${camera.at('dev')}/video0 or the like); connect one and try again, or try the device TEST:colourbars, a drawn picture.`,
    });
  });
});

describe('a picture on which nothing is to be seen', () => {
  it('is taken, and told', async () => {
    const camera = new FakeCamera(
      'case $shot in shot-2) cp "$here/black.jpg" "$file";; *) cp "$here/good.jpg" "$file";; esac',
    );
    const black = { data: new Uint8Array(16 * 16 * 3).fill(12), width: 16, height: 16 };
    writeFileSync(camera.at('black.jpg'), encodeJpeg(black));
    const frames = await burst(camera);
    expect(frames.map(({ isBlack }) => isBlack)).toEqual([false, true, false, false, false]);
  });
});

describe('the list of cameras', () => {
  it('has the video devices by number, with their names', async () => {
    const camera = new FakeCamera('', ['video10', 'video2', 'video2x', 'audio0', 'v4l-video1']);
    // No device.
    writeFileSync(camera.at('dev/video1'), '');
    mkdirSync(camera.at('names/video2'));
    writeFileSync(camera.at('names/video2/name'), 'HD Cam:\u001b[2J Front\n');
    expect(await listCameras(camera.surroundings)).toEqual([
      { id: camera.at('dev/video2'), label: 'HD Cam: [2J Front' },
      { id: camera.at('dev/video10'), label: camera.at('dev/video10') },
    ]);
    expect(camera.calls()).toEqual([]);
  });

  it('leaves out nodes that give no pictures: by what v4l2-ctl says, else all but the first of a device', async () => {
    const camera = new FakeCamera('', ['video0', 'video1', 'video2', 'video3']);
    const ids = async () => (await listCameras(camera.surroundings)).map(({ id }) => path.basename(id));
    [0, 1, 0, 1].forEach((index, number) => {
      mkdirSync(camera.at(`names/video${number}`));
      writeFileSync(camera.at(`names/video${number}/index`), `${index}\n`);
    });
    expect(await ids()).toEqual(['video0', 'video2']);
    // As v4l2-ctl 1.22 prints it: a camera with two sensors, and a node that gives descriptions only.
    const info = (caps: string) =>
      `Driver Info:\n\tCard type        : Camera\n\tCapabilities     : 0x84a00001\n\t\tVideo Capture\n\t\tMetadata Capture\n\tDevice Caps      : 0x04200001\n\t\t${caps}\n\t\tStreaming\nMedia Driver Info:\n\tModel            : Video Capture\n`;
    writeFileSync(camera.at('picture'), info('Video Capture'));
    writeFileSync(camera.at('description'), info('Metadata Capture'));
    writeFileSync(
      camera.at('bin/v4l2-ctl'),
      `#!/bin/sh\ncase "$2" in */video[03]) cat '${camera.at('picture')}';; */video2) exit 1;; *) cat '${camera.at('description')}';; esac\n`,
    );
    chmodSync(camera.at('bin/v4l2-ctl'), 0o755);
    expect(await ids()).toEqual(['video0', 'video2', 'video3']);
  });

  it('is empty where there is none', async () => {
    expect(await listCameras(new FakeCamera('', []).surroundings)).toEqual([]);
  });
});

describe('without fswebcam', () => {
  it('both say how to get it', async () => {
    const camera = new FakeCamera(null);
    const problem =
      "the program fswebcam, which takes the pictures, is not installed; install it, for example with 'sudo apt-get install fswebcam'.";
    expect(await refusal(burst(camera))).toEqual({
      code: 'camera/tool-missing',
      message: `taking pictures: ${problem}`,
    });
    expect(await refusal(listCameras(camera.surroundings))).toEqual({
      code: 'camera/tool-missing',
      message: `looking for cameras: ${problem}`,
    });
  });

  it('a broken one is told as such', async () => {
    const camera = new FakeCamera(GIVES);
    writeFileSync(camera.at('bin/fswebcam'), '#!/nowhere/sh\n');
    const { code, message } = await refusal(burst(camera, { frames: 1 }));
    expect(code).toBe('camera/tool-missing');
    expect(message).toContain(`${camera.at('bin/fswebcam')} cannot be started (spawn `);
  });

  it('on a system that node-webcam does not know', async () => {
    const { surroundings } = new FakeCamera(GIVES);
    const { code } = await refusal(captureFrames(BURST, { ...surroundings, platform: 'sunos' }));
    expect(code).toBe('camera/tool-missing');
  });
});

describe('options out of range', () => {
  it.each<[Partial<CaptureOptions>, string]>([
    [{ frames: 0 }, 'the number of frames is 0; give a whole number from 1 to 100.'],
    [{ frames: 101 }, 'the number of frames is 101; give a whole number from 1 to 100.'],
    [{ frames: 1.5 }, 'the number of frames is 1.5; give a whole number from 1 to 100.'],
    [{ frames: NaN }, 'the number of frames is NaN; give a whole number from 1 to 100.'],
    [{ intervalMs: -1 }, 'the time between frames in ms is -1; give a whole number from 0 to 60000.'],
    [
      { intervalMs: Infinity },
      'the time between frames in ms is Infinity; give a whole number from 0 to 60000.',
    ],
    [{ size: { width: 15, height: 480 } }, 'the width is 15; give a whole number from 16 to 8192.'],
    [{ size: { width: 640, height: 8193 } }, 'the height is 8193; give a whole number from 16 to 8192.'],
  ])('%j', async (changes, problem) => {
    const camera = new FakeCamera(GIVES);
    expect(await refusal(burst(camera, changes))).toEqual({
      code: 'camera/bad-options',
      message: `taking pictures: ${problem}`,
    });
    expect(camera.calls()).toEqual([]);
  });
});
