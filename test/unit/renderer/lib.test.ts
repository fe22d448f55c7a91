import { describe, expect, it } from 'vitest';
import { colormapRgba32 } from '../../../electron/core/colormap';
import { parseLayerSpec as parseForCommandLine } from '../../../electron/core/layer-spec';
import type { LayerInfo } from '../../../electron/shared/contract';
import types from '../../../electron/shared/file-types.json';
import { baseName, candidatesOf, chooseEach, fileKindOf } from '../../../renderer/lib/dropped-files';
import { fitHead, fitTail } from '../../../renderer/lib/fit-text';
import { formatLayerSpec, parseLayerSpec } from '../../../renderer/lib/layer-spec';
import { coloursOfBytes, displayRange, layerRange } from '../../../renderer/lib/map-colours';
import { columnHeights, defaultPaneSizes, edgeWidth, leftWidth } from '../../../renderer/lib/pane-sizes';
import { finiteRange, rgbAt } from '../../../renderer/lib/pixels';
import { Translator } from '../../../electron/shared/texts/translator';
import {
  barOf,
  entropyBits,
  isNearlyUniform,
  logHeight,
  rangeWithZero,
  stripColumns,
} from '../../../renderer/lib/predictions';
import { quantileRange } from '../../../renderer/lib/quantile-range';
import { keysOf } from '../../../renderer/lib/shortcuts';
import type { MatrixLayer } from '../../../renderer/lib/matrix-cells';

const names = ['input_1', 'conv2d_1', 'bn_1', 'conv2d_2', 'bn_2', 'mixed0'];
const layers = names.map((name, index) => ({
  indexPath: String(index),
  name,
  ownName: name,
  className: index % 2 ? 'Conv2D' : 'Other',
}));

describe('layer SPEC', () => {
  it.each(['1,4', '0-3', 'conv2d_*', 'all', 'mixed0,1', 'bn_2, 0-1'])(
    'reads %s as the command line does',
    (spec) => {
      const expected = parseForCommandLine(spec, layers).sort((a, b) => a - b);
      expect(parseLayerSpec(spec, layers)).toEqual({ indices: expected, unknown: [] });
    },
  );
  it('is forgiving where people type: dashes, commas and case of other keyboards', () => {
    expect(parseLayerSpec('0–1，MIXED?', layers)).toEqual({ indices: [0, 1, 5], unknown: [] });
    expect(parseLayerSpec('Conv2D', layers).indices).toEqual([1, 3, 5]);
  });
  it('names what it does not know and keeps the rest', () => {
    expect(parseLayerSpec('1, 99, (x', layers)).toEqual({ indices: [1], unknown: ['99', '(x'] });
    expect(parseLayerSpec('', layers)).toEqual({ indices: [], unknown: [] });
  });
  it('writes runs as ranges', () => {
    expect(formatLayerSpec(['0', '1', '2', '4', '5', '9'])).toBe('0-2, 4, 5, 9');
    expect(formatLayerSpec(['0', '1', '2'], '–')).toBe('0–2');
    expect(formatLayerSpec([])).toBe('');
    expect(formatLayerSpec(['0', '1', '1/0', '1/1', '1/2', '1/2#1', '1/3', '2'])).toBe(
      '0, 1, 1/0-2, 1/2#1, 1/3, 2',
    );
    expect(formatLayerSpec(['1/9', '1/10', '1/11', '2/12'])).toBe('1/9-11, 2/12');
  });
});

describe('predictions', () => {
  const probabilities = Float32Array.from([0.1, 0.5, 0.1, 0.3]);
  it('measures entropy in bits', () => {
    expect(entropyBits(Float32Array.from([0.5, 0.5, 0]))).toBe(1);
    expect(entropyBits(Float32Array.from({ length: 8 }, () => 1 / 8))).toBeCloseTo(3);
  });
  it('knows probabilities that say nothing from those that are unsure', () => {
    const of = (...values: number[]) =>
      isNearlyUniform(entropyBits(Float32Array.from(values)), values.length);
    expect(of(...Array.from({ length: 1000 }, () => 1e-3))).toBe(true);
    expect(of(0.34, 0.33, 0.33)).toBe(true);
    expect(of(0.45, 0.3, 0.25)).toBe(false);
    expect(of(0.5, 0.5)).toBe(false); // between two classes a model may waver
    expect(isNearlyUniform(null, 1000)).toBe(false);
  });
  it('shows the largest class of each column, on a log scale from 1e-6', () => {
    expect(stripColumns(probabilities, 2).map(({ index }) => index)).toEqual([1, 3]);
    expect(stripColumns(probabilities, 4)[1]).toEqual({ index: 1, value: 0.5, from: 0, to: logHeight(0.5) });
    expect([logHeight(1), logHeight(1e-3), logHeight(1e-6), logHeight(0)]).toEqual([1, 0.5, 0, 0]);
  });
});

describe('scores', () => {
  const scores = Float32Array.from([1, -3, 0.5, 0]);
  const range = rangeWithZero([scores]);
  it('have a range that holds zero', () => {
    expect(range).toEqual({ min: -3, max: 1 });
    expect(rangeWithZero([Float32Array.of(2, 4)])).toEqual({ min: 0, max: 4 });
    expect(rangeWithZero([Float32Array.of(-2), Float32Array.of(-4)])).toEqual({ min: -4, max: 0 });
    expect(rangeWithZero([Float32Array.of(0, 0)])).toEqual({ min: 0, max: 1 });
  });
  it('are bars from zero, to the right or to the left', () => {
    expect(barOf(1, range)).toEqual({ from: 0.75, to: 1 });
    expect(barOf(-3, range)).toEqual({ from: 0, to: 0.75 });
    expect(barOf(0, range)).toEqual({ from: 0.75, to: 0.75 });
  });
  it('stand in the strip about zero, each column with the one farthest from it', () => {
    expect(stripColumns(scores, 2, range)).toEqual([
      { index: 1, value: -3, from: 0, to: 0.75 },
      { index: 2, value: 0.5, from: 0.75, to: 0.875 },
    ]);
  });
  it('are written with four digits, a true minus and grouped thousands', () => {
    const { score } = new Translator('en');
    expect([1.3924, -0.080738, 123456.7, -1234567, -3e-7, 0, NaN].map(score)).toEqual([
      '1.392',
      '−0.08074',
      '123,457',
      '−1.235e6',
      '−3.000e−7',
      '0',
      'NaN',
    ]);
  });
});

describe('colours of maps', () => {
  const floats = (...values: number[]) => Float32Array.from(values);
  const column = {
    layer: { isSigned: true } as LayerInfo,
    statistics: { min: floats(-1, 0), max: floats(3, 8) },
  } as unknown as MatrixLayer;
  const settings = {
    range: 'map',
    fixedMin: 0,
    fixedMax: 6,
    colormap: 'viridis',
    divergingForSigned: false,
  } as const;
  const own = { min: -1, max: 3 };

  it('takes the range of map, layer or typed limits', () => {
    expect(displayRange(settings, column, own)).toEqual({ ...own, colormap: 'viridis' });
    expect(displayRange({ ...settings, range: 'layer' }, column, own)).toEqual({
      min: -1,
      max: 8,
      colormap: 'viridis',
    });
    expect(displayRange({ ...settings, range: 'fixed' }, column, own)).toMatchObject({ min: 0, max: 6 });
    expect(layerRange(null)).toBeNull();
  });
  it('centres signed layers on zero when asked', () => {
    expect(displayRange({ ...settings, divergingForSigned: true }, column, own)).toEqual({
      min: -3,
      max: 3,
      colormap: 'diverging',
    });
  });
  it('changes the colours of the bytes when the range is another', () => {
    const table = colormapRgba32('viridis');
    expect(coloursOfBytes(own, { ...own, colormap: 'viridis' })).toBe(table);
    const wider = coloursOfBytes({ min: 0, max: 1 }, { min: 0, max: 2, colormap: 'viridis' });
    expect(wider[255]).toBe(table[127]);
    const narrower = coloursOfBytes({ min: 0, max: 4 }, { min: 1, max: 2, colormap: 'viridis' });
    expect([narrower[0], narrower[255]]).toEqual([table[0], table[255]]);
  });
});

describe('dropped files', () => {
  it.each([
    ['/a/b.PNG', 'picture'],
    ['C:\\x\\model.keras', 'model'],
    ['weights.h5', 'model'],
    ['-odd name #%.jpeg', 'picture'],
    ['notes.txt', null],
    // What cannot be read is not preferred to what can.
    ['drawing.svg', null],
    ['favicon.ico', null],
    ['array.npy', 'picture'],
    ['photo.jfif', 'picture'],
    ['jpg', null],
  ])('%s is a %s', (name, kind) => expect(fileKindOf(name)).toBe(kind));

  it.each(types.pictures)('takes .$extension as a picture, as the dialog does', ({ extension }) =>
    expect(fileKindOf(`a.${extension}`)).toBe('picture'),
  );

  it('prefers a picture, then a model, and tries a single file of any kind', () => {
    const choose = (...items: string[]) => candidatesOf(items, (item) => item);
    const picture = (count: number, ...items: string[]) => ({ kind: 'picture', items, count });
    expect(choose('a.txt', 'b.h5', 'c.jpg', 'd.png')).toEqual(picture(4, 'c.jpg', 'd.png'));
    expect(choose('a.txt', 'b.h5', 'c.h5')).toEqual({ kind: 'model', items: ['b.h5'], count: 3 });
    expect(choose('a.txt')).toEqual(picture(1, 'a.txt'));
    expect(choose('a.txt', 'b.txt')).toBeNull();
    expect(choose('a.svg', 'b.ico', 'c.npy')).toEqual(picture(3, 'c.npy'));
    expect(choose('1.npy', '2.npy')).toEqual(picture(2, '1.npy', '2.npy'));
  });
  it('passes over hidden files, which systems put beside others, unless they are all there is', () => {
    const choose = (...items: string[]) => candidatesOf(items, (item) => item);
    expect(choose('._IMG_1.jpg', 'IMG_1.jpg')).toMatchObject({ items: ['IMG_1.jpg'], count: 1 });
    expect(choose('.DS_Store', '.a.png', 'b.jpg')).toMatchObject({ items: ['b.jpg'], count: 1 });
    expect(choose('Thumbs.db', 'desktop.ini', 'b.txt')).toMatchObject({ items: ['b.txt'] });
    expect(choose('.a.png')).toMatchObject({ items: ['.a.png'], count: 1 });
    expect(choose('.a.png', '.DS_Store')).toBeNull();
  });
  it('keeps all pictures of many paths, for where the first one cannot be opened', () => {
    expect(chooseEach(['/a.txt', '/b.png', '/c.h5', '/d.jpg', '/e.h5'])).toEqual({
      picture: '/b.png',
      others: ['/d.jpg'],
      model: '/c.h5',
    });
    expect(chooseEach(['/a.txt'])).toEqual({ picture: '/a.txt' });
    expect(chooseEach(['/a.txt', '/b.txt'])).toEqual({});
  });
  it('takes the last part of paths of both kinds', () => {
    expect([baseName('/a/b c.png'), baseName('C:\\d\\e.png'), baseName('f.png')]).toEqual([
      'b c.png',
      'e.png',
      'f.png',
    ]);
  });
});

it('cuts the beginning of names', () => {
  const measure = (text: string) => text.length * 6;
  expect(fitTail('short', 60, measure)).toBe('short');
  expect(fitTail('_blocks_0__depthwise_conv', 60, measure)).toBe('…wise_conv');
  expect(fitHead('short', 60, measure)).toBe('short');
  expect(fitHead('black and gold garden spider', 60, measure)).toBe('black and…');
  // Chinese letters are about twice as wide, so fewer fit.
  const wide = (text: string) => [...text].reduce((sum, letter) => sum + (letter > '⺀' ? 10 : 6), 0);
  expect(fitHead('生活在热带雨林的鹦鹉', 60, wide)).toBe('生活在热带…');
});

it('reads pixels of a shrunk preview', () => {
  const preview = { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), width: 2, height: 1 };
  expect(rgbAt(preview, { width: 20, height: 10 }, { x: 15, y: 9 })).toEqual([4, 5, 6]);
  expect(rgbAt(preview, { width: 20, height: 10 }, { x: 99, y: 99 })).toEqual([4, 5, 6]);
});

it('ignores NaN and infinity in a range', () => {
  expect(finiteRange(Float32Array.from([NaN, 2, -1, Infinity]))).toEqual({ min: -1, max: 2 });
  expect(finiteRange(Float32Array.from([NaN]))).toEqual({ min: 0, max: 0 });
});

it('names the keys of chords', () => {
  const t = (key: string) => key;
  expect(keysOf('CmdOrCtrl+Shift+W', t)).toEqual(['key.ctrl', 'key.shift', 'W']);
  expect(keysOf('+', t)).toEqual(['+']);
});

it('gives the matrix its room first in small windows', () => {
  expect(defaultPaneSizes(1440, 900, false)).toEqual({ leftPx: 328, lowerPx: 362, edgePx: 344 });
  expect(defaultPaneSizes(1440, 900, true).lowerPx).toBe(306);
  expect(defaultPaneSizes(1100, 700, true)).toEqual({ leftPx: 272, lowerPx: 244, edgePx: 320 });
  expect(defaultPaneSizes(800, 500, true)).toEqual({ leftPx: 260, lowerPx: 200, edgePx: 260 });
  expect(defaultPaneSizes(2560, 1440, false)).toEqual({ leftPx: 560, lowerPx: 560, edgePx: 560 });
  expect(defaultPaneSizes(1920, 1080, false).leftPx).toBe(424);
});

describe('panes below each other', () => {
  const rest = { leastPx: 180, wantedPx: undefined };

  it('have the height that was set, within the window', () => {
    // 68 of the bars
    expect(columnHeights([rest, { leastPx: 150, wantedPx: 300 }], 900, 362)).toEqual([
      null,
      { px: 300, leastPx: 150, mostPx: 652 },
    ]);
    expect(columnHeights([rest, { leastPx: 150, wantedPx: 800 }], 600, 244)[1]?.px).toBe(352);
    expect(columnHeights([rest, { leastPx: 150, wantedPx: 20 }], 600, 244)[1]?.px).toBe(150);
  });

  it('share the usual height, and none is pushed out of the window', () => {
    const free = { leastPx: 100, wantedPx: null };
    expect(columnHeights([rest, free, free], 900, 300).map((one) => one?.px)).toEqual([undefined, 150, 150]);
    const wide = { leastPx: 100, wantedPx: 400 };
    expect(columnHeights([rest, wide, wide], 600, 300).map((one) => one?.px)).toEqual([undefined, 252, 100]);
  });

  it('leave the matrix its width', () => {
    expect(leftWidth(900, 1100)).toEqual({ px: 620, leastPx: 220, mostPx: 620 });
    expect(leftWidth(328, 1440).px).toBe(328);
  });
});

it('the pane at the edge leaves room for the matrix', () => {
  expect(edgeWidth(344, 328, 1440)).toEqual({ px: 344, leastPx: 260, mostPx: 632 });
  expect(edgeWidth(2000, 328, 1440).px).toBe(632);
  expect(edgeWidth(320, 272, 1066)).toEqual({ px: 320, leastPx: 260, mostPx: 554 }); // over the matrix
  expect(edgeWidth(320, 240, 800)).toEqual({ px: 320, leastPx: 260, mostPx: 320 });
});

it('limits without the extreme pixels are the quantiles of the finite values', () => {
  // numpy.quantile([0, 1, ..., 200], [0.01, 0.99]) is [2, 198]
  const values = Float32Array.from({ length: 203 }, (_, at) =>
    at === 201 ? NaN : at === 202 ? Infinity : at,
  );
  expect(quantileRange(values, 0.01)).toEqual({ min: 2, max: 198 });
  // numpy.quantile([1, 2, 4], [0.25, 0.75]) is [1.5, 3]
  expect(quantileRange(Float32Array.of(4, 1, 2), 0.25)).toEqual({ min: 1.5, max: 3 });
  expect(quantileRange(Float32Array.of(NaN), 0.01)).toBeNull();
});
