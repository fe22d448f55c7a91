import { describe, expect, it } from 'vitest';
import { overlay } from '../../../electron/core/overlay';

const photo = { data: Uint8Array.of(0, 100, 255, 10, 20, 30), width: 2, height: 1 };
const colour = { data: Uint8Array.of(255, 50, 0, 11, 20, 33), width: 2, height: 1 };

describe('overlay', () => {
  it('mixes byte by byte and rounds', () => {
    expect(Array.from(overlay(photo, colour, 0.8).data)).toEqual([204, 60, 51, 11, 20, 32]);
  });

  it('is the photo at 0 and the colours at 1', () => {
    expect(overlay(photo, colour, 0)).toEqual(photo);
    expect(overlay(photo, colour, 1)).toEqual(colour);
  });

  it('refuses other sizes and opacities', () => {
    expect(() => overlay(photo, { ...colour, width: 1, height: 2 }, 0.5)).toThrow('1x2 on a photo of 2x1');
    expect(() => overlay(photo, colour, 1.1)).toThrow(RangeError);
    expect(() => overlay(photo, colour, NaN)).toThrow(RangeError);
  });
});
