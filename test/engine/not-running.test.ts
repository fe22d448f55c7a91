import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { notInstalledError } from '../../electron/engine/tensorflow';
import { openNetwork } from '../../electron/model/readers/open-network';
import { readKerasCase } from '../fixtures/keras-cases';
import { tinyDisk } from '../fixtures/tiny-disk';

const made: string[] = [];
function temporaryFolder(): string {
  made.push(mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-')));
  return made.at(-1)!;
}
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

describe('a missing TensorFlow', () => {
  const cause = new Error('Cannot find module tfjs_binding.node');

  it('is set up in a copy of the sources', () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'build'));
    mkdirSync(path.join(root, 'out/chunks'), { recursive: true });
    writeFileSync(path.join(root, 'build/setup.mjs'), '');
    const error = notInstalledError(cause, path.join(root, 'out/chunks'));
    expect(error.code).toBe('engine/not-installed');
    expect(error.message).toBe(
      'loading TensorFlow: its native part is missing or does not fit this machine (Cannot find module tfjs_binding.node); run "npm run setup".',
    );
  });

  it('is installed again where there is no set-up', () => {
    const { message } = notInstalledError(cause, path.join(temporaryFolder(), 'resources/app/out'));
    expect(message).toMatch(/; install the package of Featurescope again/);
    expect(message).not.toContain('npm');
  });
});

describe('a full temporary folder', () => {
  const disk = tinyDisk('8k');
  const reason = typeof disk === 'string' ? disk : '';
  if (reason) process.stdout.write(`not tested: a full temporary folder (${reason})\n`);

  it.skipIf(reason)(
    'is named with what helps, nothing is left in it, and the engine works when there is space',
    async () => {
      if (typeof disk === 'string') return;
      const { modelFile, input } = readKerasCase('k2_h5_inception');
      const network = await openNetwork(modelFile);
      const engine = Engine.create(network);
      const request = { activations: [network.outputs[0]!] };
      const folder = temporaryFolder();
      const { TMPDIR } = process.env;
      disk.at(folder);
      process.env['TMPDIR'] = folder;
      try {
        writeFileSync(path.join(folder, 'filler'), new Uint8Array(8192));
        expect(() => engine.run(request, input)).toThrow(
          expect.objectContaining({
            code: 'engine/temporary-folder-full',
            message: `preparing ${network.name}: the temporary folder ${folder} is full; free some space there, or name another one in the environment variable TMPDIR.`,
          }),
        );
        expect(readdirSync(folder)).toEqual(['filler']);
      } finally {
        if (TMPDIR === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = TMPDIR;
        disk.off(folder);
      }
      expect(engine.run(request, input).activations[0]!.data.every(Number.isFinite)).toBe(true);
      engine.dispose();
    },
  );
});
