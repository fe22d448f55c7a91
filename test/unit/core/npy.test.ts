import { describe, expect, it } from 'vitest';
import { isNpy, parseNpy, writeNpy } from '../../../electron/core/npy';
import { imageBytes } from '../image-fixtures';

const values = Float32Array.from({ length: 24 }, (_, i) => i / 8 - 1);
const sound = imageBytes('version-1.npy');

/** The same file with another header text; the length field follows. */
function withHeader(header: string, data = sound.slice(-96)): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(...sound.slice(0, 8), text.length & 0xff, text.length >> 8, ...text, ...data);
}

describe('parseNpy', () => {
  it.each(['version-1', 'version-2', 'version-3', 'batch-of-one'])(
    'reads %s.npy as NumPy wrote it',
    (name) => {
      expect(parseNpy(imageBytes(`${name}.npy`), name)).toEqual({ data: values, shape: [1, 3, 4, 2] });
    },
  );

  it('reads the Buffer that Node reads files into, wherever it lies in memory', () => {
    const whole = Buffer.concat([Buffer.alloc(12), sound]);
    for (const bytes of [Buffer.from(sound), whole.subarray(12)])
      expect(parseNpy(bytes, 'a.npy')).toEqual({ data: values, shape: [1, 3, 4, 2] });
  });

  it('reads a header whose entries come in another order', () => {
    const bytes = withHeader(`{"shape": (3,4,2), 'fortran_order': False, "descr": "<f4"}\n`);
    expect(parseNpy(bytes, 'a.npy').data).toEqual(values);
  });

  it.each([
    [
      'big-endian',
      'byte-order',
      "the numbers are big-endian ('>f4'), needed is '<f4'; save np.ascontiguousarray(a, dtype='<f4').",
    ],
    [
      'fortran',
      'order',
      "the array is in Fortran order, needed is C order; save np.ascontiguousarray(a, dtype='<f4').",
    ],
    [
      'float64',
      'dtype',
      "the numbers are of type '<f8', needed is float32 ('<f4'); save np.ascontiguousarray(a, dtype='<f4').",
    ],
    [
      'bytes',
      'dtype',
      "the numbers are of type '|u1', needed is float32 ('<f4'); save np.ascontiguousarray(a, dtype='<f4').",
    ],
    [
      'structured',
      'dtype',
      "the numbers are of type 'a structured type', needed is float32 ('<f4'); save np.ascontiguousarray(a, dtype='<f4').",
    ],
    [
      'batch-of-two',
      'shape',
      'the shape is (2, 3, 4, 2), needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
    ],
    [
      'one-axis',
      'shape',
      'the shape is (24,), needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
    ],
    [
      'no-axis',
      'shape',
      'the shape is (), needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
    ],
    [
      'no-pixels',
      'shape',
      'the shape is (0, 4, 2), needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
    ],
    [
      'not-finite',
      'not-finite',
      '2 of 24 numbers are NaN or infinite, the first (NaN) at index (1, 2, 1); replace them, for example with np.nan_to_num(a).',
    ],
  ])('refuses %s.npy', (name, kind, problem) => {
    expect(() => parseNpy(imageBytes(`${name}.npy`), `${name}.npy`)).toThrow(
      expect.objectContaining({ code: `image/npy-${kind}`, message: `reading ${name}.npy: ${problem}` }),
    );
  });

  it.each([
    [
      'a file cut off in its numbers',
      sound.slice(0, -1),
      'size',
      'the shape (3, 4, 2) needs 96 bytes of numbers, but the file holds 95; save the array again.',
    ],
    [
      'a file with bytes too many',
      Uint8Array.of(...sound, 0),
      'size',
      'the shape (3, 4, 2) needs 96 bytes of numbers, but the file holds 97; save the array again.',
    ],
    [
      'a huge shape',
      withHeader(`{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999, 3), }`),
      'size',
      'the shape (999999999, 999999999, 3) needs 11999999976000000000 bytes of numbers, but the file holds 96; save the array again.',
    ],
    [
      'a negative shape',
      withHeader(`{'descr': '<f4', 'fortran_order': False, 'shape': (-3, -4, 2), }`),
      'shape',
      'the shape is (-3, -4, 2), needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
    ],
    [
      'a header with a call',
      withHeader(`{'descr': '<f4', 'fortran_order': False, 'shape': (int('3'), 4, 2), }`),
      'damaged',
      'the .npy header cannot be read; save the array again with np.save.',
    ],
    [
      'a header without shape',
      withHeader(`{'descr': '<f4', 'fortran_order': False}`),
      'damaged',
      'the .npy header cannot be read; save the array again with np.save.',
    ],
    [
      'a file cut off in its header',
      sound.slice(0, 40),
      'damaged',
      'the .npy header cannot be read; save the array again with np.save.',
    ],
    [
      'a file cut off before its header',
      sound.slice(0, 9),
      'damaged',
      'the .npy header cannot be read; save the array again with np.save.',
    ],
    [
      'an unknown version',
      Uint8Array.of(...sound.slice(0, 6), 9, ...sound.slice(7)),
      'damaged',
      'the .npy format version 9 is not known; save the array again with np.save.',
    ],
    [
      'another kind of file',
      Uint8Array.of(1, 2, 3),
      'damaged',
      'the content is not a NumPy .npy file; save the array again with np.save.',
    ],
  ])('refuses %s', (_what, bytes, kind, problem) => {
    expect(() => parseNpy(bytes, 'a.npy')).toThrow(
      expect.objectContaining({ code: `image/npy-${kind}`, message: `reading a.npy: ${problem}` }),
    );
  });

  it('is not fooled by bytes that only begin alike', () => {
    expect(isNpy(sound)).toBe(true);
    expect(isNpy(Uint8Array.of(0x93, 0x4e))).toBe(false);
  });
});

describe('writeNpy', () => {
  it('writes what NumPy writes, byte for byte', () => {
    expect(writeNpy(values, [3, 4, 2])).toEqual(sound);
    expect(writeNpy(values, [1, 3, 4, 2])).toEqual(imageBytes('batch-of-one.npy'));
    expect(writeNpy(values, [24])).toEqual(imageBytes('one-axis.npy'));
  });

  it('refuses a shape that the numbers do not fill', () => {
    expect(() => writeNpy(values, [5, 5])).toThrow(RangeError);
  });
});
