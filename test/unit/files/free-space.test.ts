import { statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeSpaceFor, requireSpace } from '../../../electron/files/free-space';
import { message } from '../../../electron/shared/messages/message';

const file = path.join(os.tmpdir(), 'no folder yet', 'below', 'a.npz');
const doing = message('doing/writing', { file: 'a.npz' });

describe('space on a disk', () => {
  it('is that of the disk which will hold the file', async () => {
    const { bavail, bsize } = statfsSync(os.tmpdir());
    // Others write meanwhile.
    expect((await freeSpaceFor(file)) / (bavail * bsize)).toBeCloseTo(1, 0);
  });

  it('is asked for before the work begins, and the refusal has both numbers', async () => {
    await requireSpace(file, 1, doing);
    await expect(requireSpace(file, 1e18, doing)).rejects.toMatchObject({
      code: 'output/no-space',
      message: expect.stringMatching(
        /^writing a\.npz: about 1000000000000 MB are needed, and \d+ MB are free on this disk; /,
      ) as string,
    });
  });
});
