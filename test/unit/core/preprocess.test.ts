import { describe, expect, it } from 'vitest';
import { preprocess, preprocessGrey, toGrey } from '../../../electron/core/preprocess';
import { PREPROCESS_NAMES } from '../../../electron/shared/names';
import { imageBytes, imageFloats, sourceImage } from '../image-fixtures';

/** Every pixel value in every channel. */
const everyValue = { data: imageBytes('every-value.u8'), width: 16, height: 16 };

describe('preprocess', () => {
  it.each(PREPROCESS_NAMES)('%s equals Keras and NumPy bit for bit', (name) => {
    const { data, shape } = preprocess(everyValue, name);
    expect(shape).toEqual([1, 16, 16, 3]);
    expect(data).toEqual(imageFloats(`preprocess-${name.replace('/', '-')}.f32`));
  });
});

describe('grey input', () => {
  it('equals Pillow convert("L")', async () => {
    expect(toGrey(everyValue)).toEqual(imageBytes('every-value-grey.u8'));
    expect(toGrey(await sourceImage('noise-64x48'))).toEqual(imageBytes('noise-64x48-grey.u8'));
  });

  it('is scaled like a colour channel', () => {
    const { data, shape } = preprocessGrey(everyValue, 'tf');
    expect(shape).toEqual([1, 16, 16, 1]);
    expect(data).toEqual(
      Float32Array.from(imageBytes('every-value-grey.u8'), (x) => Math.fround(x / 127.5) - 1),
    );
  });

  it.each(['torch', 'caffe'] as const)('is refused for %s, which is defined per colour', (name) => {
    expect(() => preprocessGrey(everyValue, name)).toThrow(
      expect.objectContaining({
        code: 'usage/preprocess-needs-colour',
        message: `preparing the picture: the preprocessing '${name}' is defined for three colour channels, but the model takes 1; choose tf, 127/128, 0..1 or none.`,
      }),
    );
  });
});
