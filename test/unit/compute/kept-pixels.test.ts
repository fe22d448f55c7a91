import { describe, expect, it, vi } from 'vitest';
import type { SourcePicture } from '../../../electron/analysis/source-picture';
import { KeptPixels } from '../../../electron/compute/kept-pixels';
import { computeJob } from '../../fixtures/compute-job';

const job = computeJob();
/** A picture whose pixels are not really there. */
const picture = (bytes: number, name = 'first'): SourcePicture => ({
  kind: 'picture',
  name,
  image: { data: { byteLength: bytes } as Uint8Array, width: 1, height: 1 },
  colours: null,
  frames: { number: 1, count: 1, canChoose: true },
  values: null,
  bands: null,
  notes: [],
  warnings: [],
});
const nameOf = ({ name }: SourcePicture) => name;

describe('the pixels of a picture', () => {
  it('of 100 megapixels are there once, and decoded again for each later use', async () => {
    const decode = vi.fn(async () => picture(300e6, 'again'));
    const pixels = new KeptPixels(picture(300e6), { bytes: 30e6, decode });
    expect(pixels.bytes).toBe(30e6);
    expect(await pixels.lend(job, nameOf)).toBe('first');
    expect(decode).not.toHaveBeenCalled();
    expect(await pixels.lend(job, nameOf)).toBe('again');
    expect(await pixels.lend(job, nameOf)).toBe('again');
    expect(decode).toHaveBeenCalledTimes(2);
  });

  it('are lent until the work has ended, and given up where it fails', async () => {
    const decode = vi.fn(async () => picture(300e6, 'again'));
    const pixels = new KeptPixels(picture(300e6), { bytes: 30e6, decode });
    await expect(pixels.lend(job, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pixels.lend(job, async (lent) => nameOf(lent))).toBe('again');
  });

  it('are given up before they are used, where another picture is opened', async () => {
    const decode = vi.fn(async () => picture(300e6, 'again'));
    const pixels = new KeptPixels(picture(300e6), { bytes: 30e6, decode });
    await pixels.letGo();
    expect(await pixels.lend(job, nameOf)).toBe('again');
  });

  it('are kept of a usual photo, and where they cannot be made again', async () => {
    const decode = vi.fn();
    const usual = new KeptPixels(picture(72e6), { bytes: 10e6, decode });
    const live = new KeptPixels(picture(300e6), null);
    expect([usual.bytes, live.bytes]).toEqual([72e6, 300e6]);
    for (const pixels of [usual, live])
      for (let time = 0; time < 2; time++) {
        expect(await pixels.lend(job, nameOf)).toBe('first');
        await pixels.letGo();
      }
    expect(decode).not.toHaveBeenCalled();
  });
});
