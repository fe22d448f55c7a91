/** What the command explain gives and refuses. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseNpy } from '../../electron/core/npy';
import { inWorkspace, installForTests, PHOTOS, SMALL } from './cli-process';

const installation = installForTests();

it(
  'explain gives JSON with the keys of its contract, numbers and a picture',
  inWorkspace(installation, async (ws) => {
    const { code, stdout } = await ws.run([
      ...['explain', PHOTOS.chelsea, ...SMALL, '--class', '2', '--method', 'layercam', '--json'],
      ...['--npy', 'heat.npy', '--out', 'heat.png'],
    ]);
    expect(code).toBe(0);
    const { files, ...told } = JSON.parse(stdout);
    expect(files).toHaveLength(2);
    expect(Object.keys(told)).toEqual([
      ...['method', 'layer', 'class', 'logit', 'probability', 'completeness', 'heat'],
    ]);
    expect(told).toMatchObject({ method: 'layercam', class: { index: 2 }, completeness: null });
    const { data, shape } = parseNpy(readFileSync(path.join(ws.folder, 'heat.npy')), 'heat.npy');
    expect(shape.filter((length) => length > 1)).toEqual([told.heat.height, told.heat.width]);
    expect(Math.max(...data)).toBe(told.heat.max);
    expect(readFileSync(path.join(ws.folder, 'heat.png')).subarray(1, 4).toString()).toBe('PNG');
  }),
);

it(
  'explain refuses with one sentence each',
  inWorkspace(installation, async (ws) => {
    const refused = async (...options: string[]) => {
      const { code, stderr } = await ws.run(['explain', PHOTOS.chelsea, ...SMALL, ...options]);
      expect(code).toBe(1);
      return stderr.split('\n').filter((line) => line.startsWith('error'));
    };
    expect(await refused('--class', '5')).toEqual([
      expect.stringContaining('model.h5 has 5 classes, 0 to 4, and class 5 is not among them'),
    ]);
    expect(await refused('--layer', '0,1')).toEqual([expect.stringContaining('choose one')]);
    expect(await refused('--method', 'cam')).toEqual([expect.stringContaining('use Grad-CAM')]);
  }),
);
