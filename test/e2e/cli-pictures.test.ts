import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { meanHypercolumn } from '../oracles/hypercolumn';
import { writeNpy } from '../../electron/core/npy';
import type { Tensor } from '../../electron/core/tensor';
import { largestDifference, largestValue, readKerasCase, type KerasCase } from '../fixtures/keras-cases';
import { fixture, inWorkspace, installForTests, PHOTOS, SMALL, type Workspace } from './cli-process';

const installation = installForTests();

interface Predictions {
  readonly model: string;
  readonly preprocess: string;
  readonly resize: string;
  readonly results: {
    readonly image: string;
    readonly predictions: {
      readonly index: number;
      readonly wordNetId: string;
      readonly label: string;
      readonly probability: number;
    }[];
  }[];
}

/** Width and height of a picture file, and its pixels as RGBA. */
async function decode(file: string): Promise<{ width: number; height: number; rgba: Uint8ClampedArray }> {
  const image = await loadImage(readFileSync(file));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

const sizeOf = async (file: string) => {
  const { width, height } = await decode(file);
  return [width, height];
};

/** Reads a .npy as NumPy writes it: version 1.0, little-endian float32, C order, numbers at a multiple of 64 bytes. */
function readNpy(bytes: Uint8Array): Tensor {
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const start = 10 + bytes[8]! + 256 * bytes[9]!;
  expect(start % 64).toBe(0);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  const [, dimensions] = /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(
    header,
  )!;
  const shape = dimensions!.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const data = new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer);
  expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
  return { data, shape };
}

function readNpz(bytes: Uint8Array): Map<string, Tensor> {
  const files = Object.entries(unzipSync(new Uint8Array(bytes)));
  return new Map(
    files.map(([name, content]) => {
      expect(name).toMatch(/\.npy$/);
      return [name.slice(0, -4), readNpy(content)];
    }),
  );
}

describe.concurrent('predict', () => {
  /**
   * Top three by Keras 3.15 on TensorFlow 2.16.2 after resizing with Pillow 13.0 or OpenCV 4.11: models/efficientnet-lite0/README.md.
   * The decoders of JPEG differ by a level, so rocket.jpg may differ by 0.03.
   */
  const EXPECTED = {
    antialias: [
      [285, 0.791, 282, 0.088, 281, 0.071],
      [967, 0.899, 968, 0.031, 504, 0.013],
      [540, 0.424, 657, 0.118, 744, 0.067],
    ],
    opencv: [
      [285, 0.785, 282, 0.101, 281, 0.071],
      [967, 0.917, 968, 0.034, 504, 0.009],
      [540, 0.527, 657, 0.1, 517, 0.087],
    ],
    nearest: [
      [285, 0.769, 282, 0.105, 281, 0.08],
      [967, 0.93, 968, 0.032, 504, 0.007],
      [540, 0.586, 517, 0.139, 733, 0.036],
    ],
  } as const;
  const photos = Object.values(PHOTOS);

  it.each(Object.entries(EXPECTED))(
    'tells what Keras tells of three photos, resized by %s',
    (resize, expected) =>
      inWorkspace(installation, async (ws) => {
        const args = ['predict', ...photos, '--resize', resize, '--top', '3', '--json'];
        const { code, stdout, stderr } = await ws.run(args);
        expect(code).toBe(0);
        // rocket.jpg is in Adobe RGB, and its numbers are fed as they are.
        expect(stderr).toMatch(
          /^note: reading [^\n]*rocket\.jpg: its colours are those of Adobe RGB [^\n]*\n$/,
        );
        const found = JSON.parse(stdout) as Predictions;
        expect(found).toMatchObject({ model: 'EfficientNet-Lite0', preprocess: '127/128', resize });
        expect(found.results.map(({ image }) => image)).toEqual(photos);
        found.results.forEach(({ image, predictions }, photo) => {
          const want = expected[photo]!;
          expect(predictions.map(({ index }) => index)).toEqual([want[0], want[2], want[4]]);
          const allowed = image.endsWith('.jpg') ? 0.03 : 0.01;
          predictions.forEach(({ probability }, place) => {
            expect(Math.abs(probability - want[2 * place + 1]!)).toBeLessThanOrEqual(allowed);
          });
        });
        expect(found.results[0]!.predictions[0]).toMatchObject({
          wordNetId: 'n02124075',
          label: 'Egyptian cat',
        });
      })(),
  );

  it(
    'prints a table for people, five classes unless asked for more',
    inWorkspace(installation, async (ws) => {
      const lines = (await ws.succeed(['predict', PHOTOS.chelsea, PHOTOS.coffee])).split('\n');
      expect(lines).toHaveLength(13);
      expect(lines[0]).toBe(PHOTOS.chelsea);
      expect(lines[1]).toBe('79.1 %  285  n02124075  Egyptian cat');
      expect(lines[6]).toBe(PHOTOS.coffee);
      expect(lines[7]).toMatch(/^(89\.9|90\.0|89\.8) % {2}967 {2}n07920052 {2}espresso$/);
    }),
  );

  it(
    'takes labels from a file, and warns of what it assumes about a model it does not know',
    inWorkspace(installation, async (ws) => {
      ws.write('labels.txt', '0 ant\n1 bee\n2 cat\n3 dog\n4 elk\n');
      const model = SMALL[1];
      const { code, stdout, stderr } = await ws.run([
        'predict',
        PHOTOS.chelsea,
        '--model',
        model,
        '--labels',
        'labels.txt',
      ]);
      expect(stderr).toBe(
        'warning: model.h5: it is not known how this model was trained, so pixels are fed as 0..1: the model has no layer that scales its input, and most such models take x / 255; choose with --preprocess.\n',
      );
      expect(stdout).toMatch(/^ *\d+\.\d+ % {2}\d {2} +(ant|bee|cat|dog|elk)\n/);
      expect(code).toBe(0);
    }),
  );

  it(
    'does the other pictures where one fails: a line for it, exit code 1',
    inWorkspace(installation, async (ws) => {
      ws.write('broken.png', 'no picture');
      const args = [
        'predict',
        PHOTOS.chelsea,
        'broken.png',
        'nothing.png',
        PHOTOS.coffee,
        '--json',
        ...SMALL,
      ];
      const { code, stdout, stderr } = await ws.run(args);
      const { results } = JSON.parse(stdout) as Predictions;
      expect(results.map(({ image }) => image)).toEqual([PHOTOS.chelsea, PHOTOS.coffee]);
      expect(stderr.split('\n')).toEqual([
        expect.stringMatching(/^error image\/not-an-image: reading broken\.png: /),
        expect.stringMatching(/^error image\/not-found: reading nothing\.png: /),
        'error job/partly-failed: working through 4 pictures: 2 of them failed, see above; the others are done.',
        '',
      ]);
      expect(code).toBe(1);
    }),
  );
});

/** Writes a case's input as .npy, runs `maps --npz` on all layers and gives the arrays. */
async function runMaps(ws: Workspace, testCase: KerasCase, layers = 'all'): Promise<Map<string, Tensor>> {
  ws.write('input.npy', writeNpy(testCase.input.data, testCase.input.shape));
  const args = ['maps', 'input.npy', '--model', testCase.modelFile, '--layers', layers, '--npz', 'maps.npz'];
  expect(await ws.succeed(args)).toBe('maps.npz\n');
  return readNpz(ws.read('maps.npz'));
}

describe.concurrent('maps', () => {
  // k3_keras_nested has models inside the model and a layer called twice; k3_keras_anysize leaves its picture size open.
  it.each(['k3_keras_nested', 'k3_keras_anysize', 'k2_h5_seq_gray'])(
    '--npz gives every layer of %s as Keras does, without the batch axis',
    (name) =>
      inWorkspace(installation, async (ws) => {
        const testCase = readKerasCase(name);
        const arrays = await runMaps(ws, testCase);
        const isTop = ({ path: inside }: KerasCase['entries'][number]) => inside === undefined;
        const indexOf = (layer: string) =>
          testCase.entries.find((entry) => isTop(entry) && entry.name === layer)!.index;
        const keyOf = ({ index, call, output, path: inside = [] }: KerasCase['entries'][number]) =>
          [...inside.map((step) => indexOf(step.replace(/#0$/, ''))), index].join('/') +
          `${call > 0 ? `#${call}` : ''}${output > 0 ? `:${output}` : ''}`;
        // Layers inside a model follow it.
        const entries = testCase.entries
          .filter(isTop)
          .flatMap((entry) => [
            entry,
            ...testCase.entries.filter(({ path: inside }) => inside?.[0] === `${entry.name}#0`),
          ]);
        expect(entries).toHaveLength(testCase.entries.length);
        const keys = entries.map(keyOf);
        expect([...arrays.keys()]).toEqual(keys);
        entries.forEach((entry, place) => {
          const got = arrays.get(keys[place]!)!;
          const want = testCase.values(entry);
          expect(got.shape).toEqual(entry.shape.slice(1));
          const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
          expect(largestDifference(got.data, want), entry.name).toBeLessThanOrEqual(allowed);
        });
        if (name === 'k3_keras_nested') expect(keys).toContain('5#1');
      })(),
  );

  it(
    '--png writes each map in its true pixels',
    inWorkspace(installation, async (ws) => {
      const args = ['maps', PHOTOS.chelsea, '--layers', '2,12,15', '--png', 'a/maps', ...SMALL];
      const { code, stdout, stderr } = await ws.run(args);
      expect(code).toBe(0);
      expect(stderr).toBe(
        'note: layer 15 global_max_pooling2d has no height and width, so --png has no pictures of it; --npz and the command "stats" have its numbers.\n',
      );
      const names = [2, 12].flatMap((layer) =>
        Array.from({ length: 8 }, (_, filter) => {
          const name = layer === 2 ? 'conv2d' : 'separable_conv2d';
          return `a/maps/${String(layer).padStart(3, '0')}-${name}-f000${filter}.png`;
        }),
      );
      expect(ws.files()).toEqual(names);
      expect(stdout).toBe('16 pictures in a/maps\n');
      expect(await sizeOf(ws.at(names[0]!))).toEqual([16, 16]);
      // Width and height differ here: the layer gives 8 rows of 9.
      expect(await sizeOf(ws.at(names[8]!))).toEqual([9, 8]);
    }),
  );

  it(
    'writes both at once, and names the files in JSON',
    inWorkspace(installation, async (ws) => {
      const args = ['maps', PHOTOS.chelsea, '--layers', '16,0', '--npz', 'm.npz', '--png', 'maps', ...SMALL];
      const { stdout, stderr } = await ws.run([...args, '--json']);
      expect(stderr).toMatch(/^note: layer 16 dense has no height and width/);
      const { files } = JSON.parse(stdout) as { files: string[] };
      expect(files).toEqual(['m.npz', ...[0, 1, 2].map((filter) => `maps/000-input_1-f000${filter}.png`)]);
      expect([...readNpz(ws.read('m.npz')).entries()].map(([key, { shape }]) => [key, shape])).toEqual([
        ['16', [5]],
        ['0', [32, 32, 3]],
      ]);
    }),
  );

  it(
    'lists what there is where no file is asked for',
    inWorkspace(installation, async (ws) => {
      const stdout = await ws.succeed(['maps', PHOTOS.chelsea, '--layers', '2,16', ...SMALL]);
      expect(stdout).toBe(' 2  conv2d  Conv2D  16 x 16 x 8\n16  dense   Dense   5\n');
      expect(ws.files()).toEqual([]);
    }),
  );
});

describe.concurrent('grid', () => {
  it(
    'is written in the format that the ending or --format tells, with many layers in rows',
    inWorkspace(installation, async (ws) => {
      const { files, ...facts } = await ws.succeedWithJson<{
        files: string[];
        widthPx: number;
        heightPx: number;
      }>([
        ...['grid', PHOTOS.chelsea, '--layers', '0-20', '--columns', '7', '--filters', '2', '--out', 'a.png'],
      ]);
      expect(files).toEqual(['a.png']);
      expect(facts).toMatchObject({ file: 'a.png', maps: 42 });
      expect(await sizeOf(ws.at('a.png'))).toEqual([facts.widthPx, facts.heightPx]);
      expect(facts.heightPx).toBeGreaterThan(facts.widthPx);
      await ws.succeed(['grid', PHOTOS.chelsea, '--layers', '1', '--out', 'b.pdf']);
      await ws.succeed(['grid', PHOTOS.chelsea, '--layers', '1', '--out', 'c', '--format', 'svg']);
      expect(readFileSync(ws.at('b.pdf'), 'latin1')).toMatch(/^%PDF-/);
      expect(readFileSync(ws.at('c'), 'utf8')).toMatch(/^<\?xml[^]*<svg /);
      const look = ['--width', '174mm', '--dpi', '200', '--text', '8pt', '--columns', '8', '--no-caption'];
      const dark = await ws.succeedWithJson<object>([
        ...['grid', PHOTOS.chelsea, '--layers', '1-9', '--out', 'd.png', '--background', 'dark', ...look],
      ]);
      expect(dark).toMatchObject({ widthPx: 1370, dpi: 200, pages: 1, maps: 27 });
      const { rgba } = await decode(ws.at('d.png'));
      expect(Math.max(...rgba.subarray(0, 3))).toBeLessThan(50);
      await ws.refuse(['grid', PHOTOS.chelsea, '--out', 'e.png', '--format', 'pdf'], 'usage/other-ending', [
        'e.png',
        '--format pdf',
      ]);
      await ws.refuse(['grid', PHOTOS.chelsea, '--classic', '--out', 'd.png'], 'usage/classic-format', [
        'png',
      ]);
    }),
  );

  it(
    'compares several pictures: a map of each layer of the first classic set, or what is asked for',
    inWorkspace(installation, async (ws) => {
      const pictures = ['grid', PHOTOS.chelsea, PHOTOS.coffee, ...SMALL];
      const compare = (out: string, ...more: string[]) =>
        ws.succeedWithJson<{ maps: number; layers: object[] }>([
          ...pictures,
          ...['--kind', 'comparison', '--preset', 'two-columns', '--dpi', '100', '--out', out],
          ...more,
        ]);
      const usual = await compare('a.png');
      expect(usual).toMatchObject({ maps: 6, widthPx: 685, pages: 1 });
      expect(usual.layers).toMatchObject([1, 4, 7].map((index) => ({ index, channels: [0] })));
      const few = ['--layers', '1', '--filters', '2', '--no-hypercolumns', '--range', 'layer'];
      const { maps, layers } = await compare('b.pdf', ...few);
      expect(maps).toBe(4);
      expect(layers).toMatchObject([{ index: 1, channels: [0, 1] }]);
    }),
  );

  it(
    'shows other things on request, and marks in export as in grid',
    inWorkspace(installation, async (ws) => {
      const draw = async (kind: string, ...more: string[]) => {
        const out = `${kind}${more.length}.png`;
        const one = [
          'grid',
          PHOTOS.chelsea,
          '--kind',
          kind,
          '--out',
          out,
          '--preset',
          'one-column',
          '--dpi',
          '100',
        ];
        return ws.succeedWithJson<{ maps: number; widthPx: number }>([...one, ...more]);
      };
      const layers = ['--layers', '3'];
      const width = { widthPx: 339, dpi: 100, pages: 1 };
      expect(await draw('layer', ...layers)).toMatchObject({ maps: 32, ...width });
      expect(await draw('layer', ...layers, '--filters', '5', '--sort', 'max')).toMatchObject({ maps: 5 });
      expect(await draw('map', ...layers, '--filter', '7')).toMatchObject({ maps: 1, ...width });
      expect(await draw('hypercolumns', '--opacity', '1')).toMatchObject({ maps: 0, ...width });
      expect(await draw('predictions', '--top', '20')).toMatchObject({ maps: 0, ...width });
      expect(await draw('sheet', ...layers)).toMatchObject({ maps: 3, ...width });

      const small = ['--layers', '1-3', '--dpi', '100', '--format', 'png'];
      await ws.succeed(['export', PHOTOS.chelsea, ...small, '--out', 'marked', '--marks']);
      await ws.succeed(['grid', PHOTOS.chelsea, ...small, '--marks', '--out', 'marked.png']);
      await ws.succeed(['grid', PHOTOS.chelsea, ...small, '--out', 'bare.png']);
      const [all, marked, bare] = [
        await decode(ws.at('marked/sample.png')),
        await decode(ws.at('marked.png')),
        await decode(ws.at('bare.png')),
      ];
      // One pass for everything rounds some values otherwise, by one of the 256 colours.
      const differing = all.rgba.filter((value, at) => Math.abs(value - marked.rgba[at]!) > 8).length;
      expect(differing).toBe(0);
      expect(marked.height).toBeGreaterThan(bare.height); // by the words of the legend
    }),
  );

  it(
    'draws sample.jpg, legible, and the classic figure of 2018 in its size',
    inWorkspace(installation, async (ws) => {
      expect(await ws.succeed(['grid', PHOTOS.chelsea])).toBe('sample.jpg\n');
      expect(await ws.succeed(['grid', PHOTOS.chelsea, '--classic', '--out', 'classic.jpg'])).toBe(
        'classic.jpg\n',
      );
      for (const name of ['sample.jpg', 'classic.jpg'])
        expect([...ws.read(name).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      const [width, height] = await sizeOf(ws.at('sample.jpg'));
      // 174 mm at 300 dots an inch: maps of 15 mm at least, 8 layers side by side and 7 below, 3 filters each.
      expect(width).toBe(2055);
      expect(height).toBeGreaterThanOrEqual(2 * 3 * 177);
      expect(await sizeOf(ws.at('classic.jpg'))).toEqual([300, 1500]);
      expect(ws.files()).toEqual(['classic.jpg', 'sample.jpg']);
    }),
  );

  it(
    'leaves columns blank where a layer has no maps, and cells where it has fewer filters',
    inWorkspace(installation, async (ws) => {
      const columns = async (layers: string, filters: number) => {
        const out = `${layers}-${filters}.jpg`;
        await ws.succeed([
          ...['grid', '--columns', '100'],
          PHOTOS.chelsea,
          '--layers',
          layers,
          '--filters',
          String(filters),
          '--out',
          out,
          ...SMALL,
        ]);
        return decode(ws.at(out));
      };
      const [all, without] = [await columns('all', 2), await columns('0-14', 2)];
      // Two columns more, although there is nothing in them.
      expect(all.width).toBeGreaterThan(without.width);
      // 500 filters are as many as there are, 16: no rows of nothing.
      const [many, most] = [await columns('9-11', 500), await columns('9-11', 16)];
      expect([many.width, many.height]).toEqual([most.width, most.height]);
      expect(many.height).toBeGreaterThanOrEqual(16 * 96);
      // Layer 9 has 8 filters, so the lower half of its column is white but for outlines.
      const middle = Math.round(many.width / 3);
      const coloured = (firstRow: number, lastRow: number) => {
        let count = 0;
        for (let row = firstRow; row < lastRow; row++)
          for (let column = 100; column < middle; column++) {
            const at = 4 * (row * many.width + column);
            if (
              Math.max(...many.rgba.subarray(at, at + 3)) - Math.min(...many.rgba.subarray(at, at + 3)) >
              60
            )
              count++;
          }
        return count;
      };
      const half = Math.round(many.height / 2);
      expect(coloured(half - 300, half - 200)).toBeGreaterThan(1000);
      expect(coloured(half + 200, half + 300)).toBe(0);
    }),
  );
});

describe.concurrent('hypercolumn', () => {
  it(
    '--npy is the mean of the enlarged maps, within a millionth of its range',
    inWorkspace(installation, async (ws) => {
      const testCase = readKerasCase('k3_keras_residual');
      const arrays = await runMaps(ws, testCase, '1,4,9,20');
      const args = [
        'hypercolumn',
        'input.npy',
        '--model',
        testCase.modelFile,
        '--layers',
        '1,4,9,20',
        '--npy',
        'mean.npy',
      ];
      expect(await ws.succeed(args)).toBe('mean.npy\n');
      const got = readNpy(ws.read('mean.npy'));
      const [, height, width] = testCase.input.shape as [number, number, number];
      expect(got.shape).toEqual([height, width]);
      const want = meanHypercolumn([...arrays.values()], height, width);
      const range = want.reduce((a, b) => Math.max(a, b)) - want.reduce((a, b) => Math.min(a, b));
      expect(range).toBeGreaterThan(0);
      expect(largestDifference(got.data, want)).toBeLessThanOrEqual(1e-6 * range);
      expect(ws.files()).toEqual(['input.npy', 'maps.npz', 'mean.npy']);
    }),
  );

  it(
    'draws it in the size of the input, alone or over the picture',
    inWorkspace(installation, async (ws) => {
      const args = ['hypercolumn', PHOTOS.chelsea, '--layers', '1,4,7'];
      expect(await ws.succeed(args)).toBe('hypercolumn-1-4-7.png\n');
      expect(await ws.succeed([...args, '--overlay', '--out', 'over.png'])).toBe('over.png\n');
      const [alone, over] = [await decode(ws.at('hypercolumn-1-4-7.png')), await decode(ws.at('over.png'))];
      expect([alone.width, alone.height]).toEqual([224, 224]);
      expect([over.width, over.height]).toEqual([224, 224]);
      // 0.8 of the hypercolumn and 0.2 of the photo: no channel is further from it than a fifth of its range.
      const difference = largestDifference(alone.rgba, over.rgba);
      expect(difference).toBeGreaterThan(10);
      expect(difference).toBeLessThanOrEqual(52);
    }),
  );

  it(
    'of more layers than a file name could list has a short name',
    inWorkspace(installation, async (ws) => {
      const stdout = await ws.succeed(['hypercolumn', PHOTOS.chelsea, '--layers', '0-139']);
      expect(stdout).toBe('hypercolumn-140-layers.png\n');
    }),
  );
});

/** The small model has no layer 17. */
const exported = (last: '14' | '14-17') => [
  `hypercolumn-1-4-7-10-11-${last}.png`,
  'hypercolumn-1-4-7.png',
  'original.png',
  'predictions.csv',
  'predictions.json',
  'sample.jpg',
  'stats.csv',
];

describe.concurrent('export', () => {
  it(
    'does the whole job for a picture',
    inWorkspace(installation, async (ws) => {
      const stdout = await ws.succeed(['export', PHOTOS.chelsea, '--out', 'results/cat']);
      const names = exported('14-17').map((name) => `results/cat/${name}`);
      expect(ws.files()).toEqual(names);
      expect(stdout.trim().split('\n').sort()).toEqual(names);

      const [original, photo] = [
        await decode(ws.at('results/cat/original.png')),
        await decode(PHOTOS.chelsea),
      ];
      expect(original).toEqual(photo);
      for (const name of names.slice(0, 2)) expect(await sizeOf(ws.at(name))).toEqual([224, 224]);

      const { image, model, predictions } = ws.json<{
        image: string;
        model: string;
        predictions: { index: number; label: string; probability: number }[];
      }>('results/cat/predictions.json');
      expect({ image, model }).toEqual({ image: 'chelsea.png', model: 'EfficientNet-Lite0' });
      expect(predictions).toHaveLength(20);
      expect(predictions[0]).toMatchObject({ index: 285, label: 'Egyptian cat' });
      const [head, first] = ws.read('results/cat/predictions.csv').toString().split('\n');
      expect(head).toBe('rank,index,wordnet_id,label,probability');
      expect(first).toBe(`1,285,n02124075,Egyptian cat,${predictions[0]!.probability}`);
    }),
  );

  it(
    'keeps what is there unless it is told to replace it',
    inWorkspace(installation, async (ws) => {
      const args = ['export', PHOTOS.coffee, '--out', 'out', ...SMALL];
      await ws.succeed(args);
      const first = ws.snapshot();
      await ws.refuse(args, 'output/exists', [
        'writing out/original.png: the file exists and is kept; add --force',
      ]);

      ws.write('out/original.png', 'mine');
      ws.write('out/other.txt', 'mine too');
      await ws.refuse(args, 'output/exists');
      await ws.succeed([...args, '--force']);
      expect(ws.snapshot()).toEqual({ ...first, 'out/other.txt': ws.snapshot()['out/other.txt'] });
      expect(ws.read('out/other.txt').toString()).toBe('mine too');
    }),
  );

  it(
    'gives each of several pictures a folder, also where one of them fails',
    inWorkspace(installation, async (ws) => {
      ws.write('a/coffee.png', readFileSync(PHOTOS.coffee));
      ws.write('b/coffee.jpg', readFileSync(PHOTOS.rocket));
      ws.write('broken.png', 'no picture');
      const args = [
        'export',
        'a/coffee.png',
        'broken.png',
        'b/coffee.jpg',
        'a/coffee.png',
        '--out',
        'out',
        ...SMALL,
      ];
      const { code, stdout, stderr } = await ws.run(args);
      const folders = ['coffee', 'coffee-2', 'coffee-3'];
      const names = folders.flatMap((folder) => exported('14').map((name) => `out/${folder}/${name}`));
      expect(ws.files().filter((name) => name.startsWith('out/'))).toEqual([...names].sort());
      expect(stdout.trim().split('\n').sort()).toEqual([...names].sort());
      expect(ws.snapshot()).not.toHaveProperty('out/broken');
      expect(ws.read('out/coffee/original.png')).toEqual(ws.read('out/coffee-3/original.png'));
      expect(stderr.split('\n')).toEqual([
        expect.stringMatching(/^error image\/not-an-image: reading broken\.png: /),
        expect.stringMatching(/^note: reading b\/coffee\.jpg: its colours are those of Adobe RGB /),
        'error job/partly-failed: working through 4 pictures: 1 of them failed, see above; the others are done.',
        '',
      ]);
      expect(code).toBe(1);
      ws.expectNoTemporaryFiles();
    }),
  );

  it(
    'leaves no folder where every picture fails',
    inWorkspace(installation, async (ws) => {
      const before = ws.snapshot();
      const { code, stderr } = await ws.run(['export', 'no.png', 'nothing.png', '--out', 'out', ...SMALL]);
      expect(stderr.split('\n')).toHaveLength(4);
      expect(code).toBe(1);
      expect(ws.snapshot()).toEqual(before);
    }),
  );
});

describe.concurrent('odd names', () => {
  const NAMES = [
    'with blanks  and two',
    '#1 100% sure?',
    'cat 🐈 猫',
    `it's "quoted" & $HOME \`x\` \\`,
    'Ünïcödé',
    '.hidden',
    'n'.repeat(251),
  ];

  it(
    'of pictures are read, and their folders are named after them',
    inWorkspace(installation, async (ws) => {
      for (const name of [...NAMES, '-dash'])
        ws.write(`${name}.png`, readFileSync(fixture('images/rgb.png')));
      symlinkSync(`${NAMES[0]!}.png`, ws.at('link.png'));
      const names = [...NAMES, '-dash', 'link'];
      const args = [
        'export',
        '--out',
        'results #% 猫',
        ...SMALL,
        '--',
        ...names.map((name) => `${name}.png`),
      ];
      const { code, stdout, stderr } = await ws.run([...args.slice(0, 1), '--json', ...args.slice(1)]);
      // Not every system has a font with cats.
      expect(stderr).toMatch(/^(warning: no font of this system has the letters 🐈, [^\n]*\n)?$/u);
      expect(code).toBe(0);
      const { results } = JSON.parse(stdout) as { results: { image: string; files: string[] }[] };
      expect(results.map(({ image }) => image)).toEqual(names.map((name) => `${name}.png`));
      results.forEach(({ files }, place) => {
        expect(files).toContain(`results #% 猫/${names[place]!}/original.png`);
      });
      for (const name of names)
        expect(ws.read(`results #% 猫/${name}/original.png`)).toEqual(
          ws.read(`results #% 猫/${names[0]!}/original.png`),
        );
      expect(ws.json<{ image: string }>(`results #% 猫/-dash/predictions.json`).image).toBe('-dash.png');
    }),
  );

  it(
    'of files are written as given, through links to folders and files too',
    inWorkspace(installation, async (ws) => {
      const hypercolumn = (...args: string[]) =>
        ws.succeed(['hypercolumn', PHOTOS.coffee, '--layers', '1', ...SMALL, ...args]);
      const odd = `-d #% 猫 ${'n'.repeat(230)}.png`;
      expect(await hypercolumn('--out', odd, '--npy', 'a b/c?.npy')).toBe(`${odd}\na b/c?.npy\n`);
      mkdirSync(ws.at('real'));
      symlinkSync('real', ws.at('folder link'));
      ws.write('real/old.png', 'old');
      symlinkSync('real/old.png', ws.at('file link'));
      await hypercolumn('--out', 'folder link/new.png');
      await hypercolumn('--out', 'file link', '--force');
      expect(ws.read('real/new.png')).toEqual(ws.read(odd));
      expect(ws.read('real/old.png')).toEqual(ws.read(odd));
      expect(ws.snapshot()['file link']).toBe('link to real/old.png');
    }),
  );

  it(
    'may be relative to where the command runs, or absolute',
    inWorkspace(installation, async (ws) => {
      ws.write('pictures/deep/a.png', readFileSync(fixture('images/rgb.png')));
      mkdirSync(ws.at('elsewhere'));
      const run = (picture: string, out: string, model: string) =>
        ws.succeed(['grid', picture, '--out', out, '--model', model, '--preprocess', '0..1'], {
          cwd: ws.at('elsewhere'),
        });
      ws.write('models/m.h5', readFileSync(SMALL[1]));
      expect(await run('../pictures/./deep/a.png', '../one.jpg', '../models/m.h5')).toBe('../one.jpg\n');
      expect(await run(ws.at('pictures/deep/a.png'), ws.at('two.jpg'), ws.at('models/m.h5'))).toBe(
        `${ws.at('two.jpg')}\n`,
      );
      expect(ws.read('one.jpg')).toEqual(ws.read('two.jpg'));
      expect(ws.files().filter((name) => name.startsWith('elsewhere'))).toEqual([]);
    }),
  );
});
