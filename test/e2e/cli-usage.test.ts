import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inWorkspace, installForTests, PHOTOS, SMALL } from './cli-process';

const installation = installForTests();
const COMMANDS = ['models', 'layers', 'predict', 'maps', 'grid', 'hypercolumn', 'export', 'capture'];

describe.concurrent('help and version', () => {
  it(
    'go to stdout, exit code 0',
    inWorkspace(installation, async (ws) => {
      const help = await ws.succeed(['--help']);
      for (const command of COMMANDS) expect(help).toMatch(new RegExp(`^  ${command} `, 'm'));
      expect(await ws.succeed(['-h'])).toBe(help);
      expect(await ws.succeed(['help'])).toBe(help);
      const { version } = JSON.parse(
        readFileSync(path.join(installation.folder, 'package.json'), 'utf8'),
      ) as {
        version: string;
      };
      expect(await ws.succeed(['--version'])).toBe(`${version}\n`);
      expect(await ws.succeed(['-V'])).toBe(`${version}\n`);
    }),
  );

  it.each(COMMANDS)('of %s tells its options', (command) =>
    inWorkspace(installation, async (ws) => {
      const help = await ws.succeed([command, '--help']);
      expect(help).toContain(`Usage: featurescope ${command}`);
      expect(help).toContain('-h, --help');
    })(),
  );
});

describe.concurrent('wrong usage is told in one line, exit code 2:', () => {
  it.each<[string, string[], string]>([
    ['no command', [], 'no command is given; "featurescope --help" tells how to call it.'],
    ['an unknown command', ['prdict', 'a.png'], "unknown command 'prdict' (Did you mean predict?)"],
    [
      'an unknown command of models',
      ['models', 'verfy'],
      "unknown command 'verfy' of models; did you mean verify?",
    ],
    ['help on what there is not', ['help', 'nothing'], "there is no help on 'nothing'"],
    ['no picture', ['predict'], 'missing required argument \'images\'; "featurescope predict --help" tells'],
    [
      'two pictures for one',
      ['hypercolumn', 'a.png', 'b.png', '--layers', '1'],
      "too many arguments for 'hypercolumn'",
    ],
    ['an unknown option', ['predict', 'a.png', '--colour', 'red'], "unknown option '--colour'"],
    [
      'an option without its value',
      ['predict', 'a.png', '--model'],
      "option '--model <id or file>' argument missing",
    ],
    ['a required option left out', ['maps', 'a.png'], "required option '--layers <spec>' not specified"],
    ['no folder for an export', ['export', 'a.png'], "required option '--out <folder>' not specified"],
    [
      'a word for a number',
      ['grid', 'a.png', '--filters', 'three'],
      "'three' is invalid. It is not a number",
    ],
    ['nothing for a number', ['grid', 'a.png', '--filters', ''], 'It is not a number'],
    ['a limit of nothing', ['predict', 'a.png', '--max-megapixels', '0'], 'It is not above 0'],
    [
      'an unknown way to resize',
      ['predict', 'a.png', '--resize', 'magic'],
      'Allowed choices are antialias, opencv, nearest',
    ],
    [
      'an unknown preprocessing',
      ['predict', 'a.png', '--preprocess', 'imagenet'],
      'Allowed choices are tf, torch, caffe',
    ],
    ['an unknown fit', ['predict', 'a.png', '--fit', 'zoom'], 'Allowed choices are stretch, crop, pad'],
    ['an unknown colour map', ['grid', 'a.png', '--colormap', 'jet'], 'Allowed choices are viridis'],
    ['no frames', ['capture', '--frames', '0'], 'It is not a whole number from 1 to 100'],
    ['too many frames', ['capture', '--frames', '101'], 'It is not a whole number from 1 to 100'],
    ['half a frame', ['capture', '--frames', '1.5'], 'It is not a whole number from 1 to 100'],
    ['too long a wait', ['capture', '--interval', '60001'], 'It is not a whole number from 0 to 60000'],
    ['time that goes back', ['capture', '--interval=-1'], 'It is not a whole number from 0 to 60000'],
    ['half a size', ['capture', '--size', '640'], 'It is not like 640x480, with sides from 16 to 8192'],
    ['no size', ['capture', '--size', '0x480'], 'It is not like 640x480'],
    ['a size of no camera', ['capture', '--size', '99999x99999'], 'It is not like 640x480'],
    ['pictures to capture', ['capture', 'a.png'], "too many arguments for 'capture'"],
    ['a name that begins with a dash', ['predict', '-cat.png'], "unknown option '-cat.png'"],
  ])('%s', (_, args, words) =>
    inWorkspace(installation, (ws) => ws.refuse(args, 'usage/bad-arguments', [words]))(),
  );
});

describe.concurrent('words that nobody reads', () => {
  it(
    'do not make a command fail',
    inWorkspace(installation, async (ws) => {
      const { code, signal, stderr } = await ws.run(['export', PHOTOS.coffee, '--out', 'out', ...SMALL], {
        onStart: (child) => child.stdout!.destroy(),
      });
      expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
      expect(ws.files()).toHaveLength(7);
    }),
  );

  it(
    'do not hide a failure',
    inWorkspace(installation, async (ws) => {
      const { code, signal } = await ws.run(['predict', 'nothing.png', ...SMALL], {
        onStart: (child) => child.stderr!.destroy(),
      });
      expect({ code, signal }).toEqual({ code: 1, signal: null });
    }),
  );

  it.skipIf(!existsSync('/dev/full'))(
    'are told where they cannot be written',
    inWorkspace(installation, async (ws) => {
      const { code, stderr } = await ws.run(['layers', ...SMALL.slice(0, 2)], { stdout: '/dev/full' });
      expect(stderr).toBe(
        "error output/disk-full: printing the result: the disk is full, or this user's share of it; make room or choose another place.\n",
      );
      expect(code).toBe(1);
    }),
  );
});
