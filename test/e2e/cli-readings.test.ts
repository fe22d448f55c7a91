/** How the file of a picture is read: what the command line says of it, and how two choices are told apart. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fixture, inWorkspace, installForTests, SMALL } from './cli-process';

const installation = installForTests();
const FLOATS = fixture('images/values/float32.tif');

it(
  'a TIFF picture of floats opens with its range told, and with another one where it is chosen',
  inWorkspace(installation, async (ws) => {
    const plain = await ws.run(['predict', FLOATS, ...SMALL, '--json']);
    expect(plain.code).toBe(0);
    expect(plain.stderr).toMatch(
      /its values \(float32\) go from 0\.\d+ to 340\.\d+; 0\.\d+ to 340\.\d+ are fed as 0 to 255; choose others with --value-range\.\n/,
    );
    const typed = await ws.run(['predict', FLOATS, ...SMALL, '--json', '--value-range', '-100..1e3']);
    expect(typed.stderr).toContain('-100 to 1000 are fed as 0 to 255');
    const [first, second] = [plain, typed].map(({ stdout }) => JSON.parse(stdout).results[0]);
    expect(second.values).toMatchObject({ type: 'float32', low: -100, high: 1000 });
    expect(second.predictions).not.toEqual(first.predictions);
  }),
);

it(
  'what is made of a picture names the choice',
  inWorkspace(installation, async (ws) => {
    const { code } = await ws.run(['export', FLOATS, ...SMALL, '--out', 'o', '--value-range', '0..500']);
    expect(code).toBe(0);
    const { image } = JSON.parse(readFileSync(path.join(ws.folder, 'o/predictions.json'), 'utf8'));
    expect(image).toBe('float32 [values 0..500].tif');
  }),
);

it(
  'bands are fed as chosen, and a word tells those that are left out',
  inWorkspace(installation, async (ws) => {
    const file = fixture('images/bands/13.tif');
    const plain = await ws.run(['predict', file, ...SMALL, '--json']);
    expect(plain.stderr).toContain(
      'reading 13.tif: of 13 bands 1-3 are fed and the others left out; choose others with --bands.',
    );
    const chosen = await ws.run(['predict', file, ...SMALL, '--json', '--bands', '3,2,1']);
    expect(chosen.stderr).not.toContain('bands');
    const [first, second] = [plain, chosen].map(({ stdout }) => JSON.parse(stdout).results[0]);
    expect(second).toMatchObject({ bands: [3, 2, 1], bandCount: 13 });
    expect(second.predictions).not.toEqual(first.predictions);
    const missing = await ws.run(['predict', file, ...SMALL, '--bands', '14']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('there is no band 14, since the picture has 13 bands.');
    const bad = await ws.run(['predict', file, ...SMALL, '--bands', '0']);
    expect(bad.code).toBe(2);
  }),
);

it(
  'a frame is chosen by its number, and a word tells how many there are',
  inWorkspace(installation, async (ws) => {
    const file = fixture('images/frames/pillow-photo.gif');
    const plain = await ws.run(['predict', file, ...SMALL, '--json']);
    expect(plain.stderr).toContain(
      'reading pillow-photo.gif: it is the first of 3 frames; choose another with --frame.'.replace(
        'pillow-photo.gif',
        file,
      ),
    );
    const third = await ws.run(['predict', file, ...SMALL, '--json', '--frame', '3']);
    expect(third.stderr).not.toContain('frame');
    const [first, second] = [plain, third].map(({ stdout }) => JSON.parse(stdout).results[0]);
    expect(first).toMatchObject({ frame: 1, frameCount: 3 });
    expect(second).toMatchObject({ frame: 3, frameCount: 3 });
    expect(second.predictions).not.toEqual(first.predictions);
    const missing = await ws.run(['predict', file, ...SMALL, '--frame', '4']);
    expect(missing).toMatchObject({
      code: 1,
      stderr: `error image/no-such-frame: reading ${file}: there is no frame 4, since the picture has 3 frames.\n`,
    });
    expect((await ws.run(['predict', file, ...SMALL, '--frame', '0'])).code).toBe(2);
    const array = await ws.run(['predict', fixture('array-inputs/n35-13.npy'), ...SMALL, '--frame', '2']);
    expect(array.stderr).toContain('there is no frame 2, since the picture has 1 frame.');
  }),
);

it.each(['1', '5..1', 'half', '0..1..2'])('a range such as %s is refused', async (range) =>
  inWorkspace(installation, async (ws) => {
    const { code, stderr } = await ws.run(['predict', FLOATS, ...SMALL, '--value-range', range]);
    expect(code).toBe(2);
    expect(stderr).toContain('It is not like LOW..HIGH, such as 0..4095, nor full or data;');
  })(),
);

it(
  '--color-profile convert makes the colours sRGB before they are fed, and nothing is left to say of them',
  inWorkspace(installation, async (ws) => {
    const file = fixture('images/p3.jpg');
    const plain = await ws.run(['predict', file, ...SMALL, '--json']);
    expect(plain.stderr).toContain('--color-profile convert makes them sRGB');
    const converted = await ws.run(['predict', file, ...SMALL, '--json', '--color-profile', 'convert']);
    expect(converted).toMatchObject({ code: 0, stderr: expect.not.stringContaining('colours') });
    const [first, second] = [plain, converted].map(({ stdout }) => JSON.parse(stdout).results[0]);
    expect(second.predictions).not.toEqual(first.predictions);
  }),
);
