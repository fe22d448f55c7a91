// The maths of the inspector. Counts of bins are those of numpy.histogram (NumPy 1.26) in double precision.
import { describe, expect, it } from 'vitest';
import { Translator } from '../../../electron/shared/texts/translator';
import { fieldBox, fieldSize } from '../../../renderer/lib/field-box';
import { fieldLabel, fieldSentence } from '../../../renderer/lib/field-text';
import { pictureOverInput } from '../../../renderer/lib/coordinates';
import { cropAround, cropPreview } from '../../../renderer/lib/crops';
import { barHeights, HISTOGRAM_BINS, histogramIn, limitsOfBin } from '../../../renderer/lib/range-histogram';
import { rankText } from '../../../renderer/lib/rank-text';
import { rankOf } from '../../../renderer/lib/ranks';
import { strongestPlaces } from '../../../renderer/lib/strongest-places';
import { fromZoom, inZoom, panned, shownWith, WHOLE, zoomAt } from '../../../renderer/lib/zoom';

describe('the histogram of a map', () => {
  const values = Float32Array.from({ length: 2000 }, (_, at) => ((at * 7919) % 1009) / 100 - 5);
  it.each([
    {
      what: 'within limits that cut some off',
      range: { min: -4, max: 4 },
      counts: [
        34, 33, 32, 33, 34, 32, 33, 34, 32, 34, 33, 32, 33, 34, 32, 34, 33, 32, 34, 33, 32, 33, 34, 32, 34,
        33, 32, 34, 33, 32, 33, 34, 32, 34, 33, 32, 34, 34, 31, 33, 34, 32, 34, 33, 32, 34, 34, 34,
      ],
      below: 199,
      above: 214,
    },
    {
      what: 'from the smallest to the largest',
      range: { min: -5, max: 5.079999923706055 },
      counts: [
        42, 42, 41, 42, 44, 39, 42, 41, 42, 44, 41, 40, 42, 41, 41, 42, 42, 41, 42, 42, 41, 41, 42, 42, 41,
        42, 42, 41, 42, 41, 42, 42, 41, 42, 44, 39, 41, 42, 42, 41, 44, 40, 42, 43, 42, 42, 41, 42,
      ],
      below: 0,
      above: 0,
    },
  ])('has the counts of NumPy $what', ({ range, counts, below, above }) => {
    expect(histogramIn(values, range)).toEqual({ counts, below, above, nonFinite: 0 });
  });

  it('puts values on an edge into the bin above, the largest into the last', () => {
    const eighths = Float32Array.from({ length: 2000 }, (_, at) => ((at * 37) % 49) / 8);
    const range = { min: 0, max: 6 };
    expect(histogramIn(eighths, range).counts).toEqual([
      41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 40, 40, 40, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 40, 40, 41,
      41, 41, 41, 41, 41, 41, 41, 41, 41, 40, 40, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 80,
    ]);
    expect(limitsOfBin(range, 1)).toEqual({ min: 0.125, max: 0.25 });
    expect(limitsOfBin({ min: -1, max: 0.1 }, HISTOGRAM_BINS - 1).max).toBe(0.1);
  });

  it('counts what is no number apart', () => {
    const odd = Float32Array.of(NaN, Infinity, -Infinity, 0, 1);
    const { counts, nonFinite, below, above } = histogramIn(odd, { min: 0, max: 1 });
    expect([nonFinite, below, above, counts.reduce((sum, one) => sum + one)]).toEqual([3, 0, 0, 2]);
  });

  it('is drawn to the height of its fullest bin, which is broken off where it dwarfs all others', () => {
    expect(barHeights([4, 2, 0])).toEqual({ heights: [1, 0.5, 0], broken: null });
    expect(barHeights([983, 6, 3])).toEqual({ heights: [1, 0.75, 0.375], broken: 0 });
    expect(barHeights([0, 9, 0])).toEqual({ heights: [0, 1, 0], broken: null });
    expect(barHeights([0, 0])).toEqual({ heights: [0, 0], broken: null });
  });
});

describe('ranks', () => {
  const numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, NaN];
  it('begin with the largest, equal ones share theirs, NaN has none', () => {
    const ranks = numbers.map((_, at) => rankOf(numbers, at));
    const sorted = numbers.slice(0, 10).sort((a, b) => b - a);
    numbers.slice(0, 10).forEach((number, at) => {
      const [first, last] = [sorted.indexOf(number) + 1, sorted.lastIndexOf(number) + 1];
      expect(ranks[at]).toEqual({ first, last, of: 10 });
    });
    expect([ranks[10], rankOf([], 0)]).toEqual([null, null]);
  });

  it('are said in words of the language', () => {
    const [english, chinese] = [new Translator('en'), new Translator('zh-CN')];
    const one = (first: number, of = 512) => rankText(english, { first, last: first, of });
    const words = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 112].map((place) => one(place).split(' ')[0]);
    expect(words.join(' ')).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 112th');
    expect(one(3, 32)).toBe('3rd of 32');
    expect(rankText(english, { first: 5, last: 32, of: 32 })).toBe('5th to 32nd of 32');
    expect(rankText(english, { first: 1, last: 32, of: 32 })).toBe('the same in all 32');
    expect(rankText(chinese, { first: 3, last: 3, of: 32 })).toBe('第 3 / 32');
    expect([rankText(english, null), rankText(english, { first: 1, last: 1, of: 1 })]).toEqual(['', '']);
  });
});

describe('strongest places', () => {
  type Cell = readonly [x: number, y: number, value: number];
  /** Of a map of zeros but for some cells. */
  function placesOf(width: number, height: number, cells: readonly Cell[]) {
    const values = new Float32Array(width * height);
    for (const [x, y, value] of cells) values[y * width + x] = value;
    return strongestPlaces(values, { width, height }).map((place) => [place.x, place.y, place.value]);
  }

  it('are apart: a neighbour of a stronger one is part of it', () => {
    const neighbours: Cell[] = [
      [6, 5, 8],
      [5, 6, 7],
      [4, 4, 8.5],
    ];
    const apart: Cell[] = [
      [5, 5, 9],
      [15, 2, 6],
      [0, 9, 3],
      [12, 9, 2],
      [19, 9, 1],
    ];
    expect(placesOf(20, 10, [...neighbours, ...apart])).toEqual(apart.slice(0, 4));
  });

  it('are fewer where nothing else stands out, and none where all is one value', () => {
    expect(
      placesOf(14, 14, [
        [3, 3, 1],
        [10, 3, 0.5],
      ]),
    ).toHaveLength(2);
    expect(placesOf(14, 14, [])).toEqual([]);
    expect(strongestPlaces(Float32Array.of(-2), { width: 1, height: 1 })).toEqual([]);
  });

  it('lie in the strongest surroundings where many values are at a limit, and never on what is no number', () => {
    const plateau: Cell[] = [
      [20, 20, 6],
      [21, 20, 6],
      [19, 20, 6],
      [20, 21, 6],
      [20, 19, 6],
    ];
    const odd: Cell[] = [
      [8, 25, NaN],
      [9, 9, Infinity],
    ];
    expect(placesOf(30, 30, [[2, 2, 6], ...plateau, ...odd])).toEqual([
      [20, 20, 6],
      [2, 2, 6],
    ]);
  });

  it('are not sought where there is no picture', () => {
    const values = Float32Array.from({ length: 400 }, (_, at) => at);
    const found = strongestPlaces(values, { width: 20, height: 20 }, ({ y }) => y >= 5 && y < 15);
    expect(found[0]).toEqual({ x: 19, y: 14, value: 299 });
    expect(found.every(({ y }) => y >= 5 && y < 15)).toBe(true);
  });

  it('are those of a search through all values in their order', () => {
    const size = { width: 17, height: 23 };
    const values = Float32Array.from({ length: 17 * 23 }, (_, at) => (at * 7919) % 1009);
    const found = strongestPlaces(values, size);
    let left = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
    for (const place of found) {
      const best = left[0]!;
      expect(place).toEqual({ x: best % 17, y: Math.floor(best / 17), value: values[best] });
      left = left.filter((at) => Math.hypot((at % 17) - place.x, Math.floor(at / 17) - place.y) >= 17 / 5);
    }
    expect(found).toHaveLength(4);
  });
});

describe('enlarging', () => {
  it('keeps the point under the pointer where it is, within the picture', () => {
    const near = zoomAt(WHOLE, 4, { x: 0.25, y: 0.75 });
    expect(near.scale).toBe(4);
    expect(inZoom(near, { x: 0.25, y: 0.75 })).toEqual({ x: 0.25, y: 0.75 });
    const there = fromZoom(near, inZoom(near, { x: 0.3, y: 0.7 }));
    expect(there).toEqual({ x: expect.closeTo(0.3), y: expect.closeTo(0.7) });
    expect(zoomAt(near, 1 / 100, { x: 0.9, y: 0.9 })).toEqual(WHOLE);
    expect(zoomAt(near, 1000, { x: 1, y: 1 }).scale).toBe(16);
  });

  it('ends at the edges and follows a point that leaves', () => {
    const near = zoomAt(WHOLE, 2, { x: 0.5, y: 0.5 });
    expect(near).toEqual({ scale: 2, left: 0.25, top: 0.25 });
    expect(panned(near, 9, -9)).toEqual({ scale: 2, left: 0.5, top: 0 });
    expect(shownWith(near, { x: 0.5, y: 0.7 })).toBe(near);
    const moved = inZoom(shownWith(near, { x: 0.8, y: 0.5 }), { x: 0.8, y: 0.5 });
    expect(moved).toEqual({ x: expect.closeTo(0.95), y: 0.5 });
  });
});

describe('crops', () => {
  const model = { width: 224, height: 224 };
  const target = { x: 0, y: 0, width: 224, height: 224 };
  const stretched = { source: { x: 0, y: 0, width: 448, height: 300 }, target };
  const padded = {
    source: { x: 0, y: 0, width: 448, height: 224 },
    target: { x: 0, y: 56, width: 224, height: 112 },
  };
  const middle = { x: 0.5, y: 0.5 };

  it('show what a place sees, in the shape of the photo, within it', () => {
    const field = { width: 56, height: 56 };
    const crop = { x: 168, y: 112.5, width: 112, height: 75 };
    expect(cropAround(middle, field, model, stretched)).toEqual(crop);
    expect(cropAround({ x: 0, y: 1 }, field, model, stretched)).toEqual({ ...crop, x: 0, y: 225 });
  });

  it('show some of the surroundings of a small field and the middle of a large one', () => {
    const small = cropAround(middle, { width: 3, height: 3 }, model, stretched);
    expect([small.width, small.height]).toEqual([56, 37.5]);
    expect(cropAround(middle, null, model, stretched)).toMatchObject({ width: 224, height: 150 });
    const inPad = { x: 224, y: 0, width: 224, height: 224 };
    expect(cropAround({ x: 0.9, y: 0.1 }, null, model, padded)).toEqual(inPad);
  });

  it('take whole pixels of the preview', () => {
    const preview = { data: Uint8Array.from({ length: 36 }, (_, at) => at), width: 4, height: 3 };
    const picture = { width: 8, height: 6 };
    const { image, covers } = cropPreview(preview, picture, { x: 3, y: 2, width: 2, height: 1 });
    expect(covers).toEqual({ x: 2, y: 2, width: 4, height: 2 });
    expect([image.width, image.height, ...image.data]).toEqual([2, 1, 15, 16, 17, 18, 19, 20]);
    const corner = cropPreview(preview, picture, { x: 8, y: 6, width: 0, height: 0 });
    expect(corner.image).toMatchObject({ width: 1, height: 1 });
  });

  it("know where the photo lies over the model's input", () => {
    const all = { x: 0, y: 0, width: 1, height: 1 };
    expect(pictureOverInput({ width: 448, height: 300 }, stretched, model)).toEqual(all);
    const between = { x: 0, y: 0.25, width: 1, height: 0.5 };
    expect(pictureOverInput({ width: 448, height: 224 }, padded, model)).toEqual(between);
    const cropped = { source: { x: 74, y: 0, width: 300, height: 300 }, target };
    expect(pictureOverInput({ width: 448, height: 300 }, cropped, model)).toEqual({
      ...{ x: expect.closeTo(-74 / 300), y: 0 },
      ...{ width: expect.closeTo(448 / 300), height: 1 },
    });
  });
});

describe('what a place sees', () => {
  const model = { width: 8, height: 8 };
  const target = { x: 0, y: 0, width: 8, height: 8 };
  const stretched = { source: { x: 0, y: 0, width: 80, height: 40 }, target };
  // 3 x 3 at a stride of 2, padded by one before the first.
  const axis = {
    ...{ from: Int32Array.of(-1, 1, 3, 5), to: Int32Array.of(1, 3, 5, 7) },
    ...{ insideFrom: Int32Array.of(0, 1, 3, 5), insideTo: Int32Array.of(1, 3, 5, 7) },
    ...{ size: 3, stride: 2 },
  };
  const field = { layer: 1, rows: axis, columns: axis, seesAll: false };

  it('is a box on the photo, stretched as it was', () => {
    expect(fieldBox(field, { x: 1, y: 2 }, model, stretched)).toEqual({
      whole: { x: 10, y: 15, width: 30, height: 15 },
      seen: { x: 10, y: 15, width: 30, height: 15 },
      cut: { left: false, top: false, right: false, bottom: false },
      isAll: false,
    });
  });

  it('is cut off where the input ends', () => {
    const { whole, seen, cut } = fieldBox(field, { x: 0, y: 3 }, model, stretched);
    expect(whole).toEqual({ x: -10, y: 25, width: 30, height: 15 });
    expect(seen).toEqual({ x: 0, y: 25, width: 20, height: 15 });
    expect(cut).toEqual({ left: true, top: false, right: false, bottom: false });
  });

  it('goes on over what a crop leaves out, and over the bars of a padded photo', () => {
    const cropped = { source: { x: 20, y: 0, width: 40, height: 40 }, target };
    const { whole, seen } = fieldBox(field, { x: 0, y: 0 }, model, cropped);
    expect(whole).toEqual({ x: 15, y: -5, width: 15, height: 15 });
    expect(seen).toEqual({ x: 20, y: 0, width: 10, height: 10 });
    const padded = { source: stretched.source, target: { x: 0, y: 2, width: 8, height: 4 } };
    expect(fieldBox(field, { x: 1, y: 0 }, model, padded).seen).toEqual({
      x: 10,
      y: -20,
      width: 30,
      height: 20,
    });
  });

  it('may be all of it, or nothing', () => {
    const everywhere = {
      ...axis,
      insideFrom: new Int32Array(4),
      insideTo: new Int32Array(4).fill(7),
      size: 0,
    };
    const all = { layer: 1, rows: everywhere, columns: everywhere, seesAll: true };
    expect(fieldBox(all, { x: 0, y: 0 }, model, stretched).isAll).toBe(true);
    const none = { ...axis, insideTo: new Int32Array(4).fill(-1) };
    expect(fieldBox({ ...field, rows: none }, { x: 1, y: 1 }, model, stretched).seen).toBeNull();
    expect([fieldSize(field), fieldSize(all)]).toEqual([{ width: 3, height: 3 }, null]);
  });

  it('is told with its size and the way to the next place', () => {
    const english = new Translator('en');
    expect(fieldLabel(english, field, false)).toBe('sees 3 × 3 px');
    expect(fieldLabel(english, field, true)).toBe('sees 3 × 3 px: all of the picture');
    expect(fieldLabel(english, { ...field, seesAll: true }, true)).toBe('sees all of the picture');
    expect(fieldSentence(english, field)).toBe(
      'Each value sees 3 × 3 px of the model’s input, one every 2 px.',
    );
    const enlarged = { ...field, rows: { ...axis, stride: 0.5 } };
    expect(fieldSentence(english, enlarged)).toMatch(/one every 2 × 0\.50 px\.$/);
    expect(fieldSentence(english, { ...field, seesAll: true })).toBe(
      'Each value sees all of the model’s input.',
    );
  });
});
