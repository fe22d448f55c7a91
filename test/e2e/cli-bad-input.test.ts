import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../electron/core/npy';
import { tinyDisk } from '../fixtures/tiny-disk';
import { fixture, inWorkspace, installForTests, PHOTOS, SMALL, type Workspace } from './cli-process';

const installation = installForTests();

/** A PNG whose header claims a size; nothing else of it is there. */
function pngHeader(width: number, height: number): Buffer {
  const bytes = Buffer.from(readFileSync(PHOTOS.chelsea).subarray(0, 33));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe.concurrent('a picture that cannot be read is refused:', () => {
  it.each<[string, (ws: Workspace) => string, string, string[]]>([
    [
      'a missing file',
      () => 'nothing.png',
      'image/not-found',
      ['reading nothing.png: there is no such file'],
    ],
    ['a folder', () => '.', 'image/is-directory', ['reading .: this is a folder']],
    ['an empty file', (ws) => ws.write('a.png', ''), 'image/empty', ['a.png: the file is empty']],
    ['text named .jpg', (ws) => ws.write('a.jpg', 'hello'), 'image/not-an-image', ['the content is text']],
    [
      'a header of 30000 x 30000 pixels',
      (ws) => ws.write('big.png', pngHeader(30000, 30000)),
      'image/too-large',
      ['30000 x 30000 pixels (900 megapixels), the limit is 100'],
    ],
    [
      'a name with line breaks',
      (ws) => ws.write('two\nlines.png', 'x'),
      'image/not-an-image',
      ['two lines.png: the content is text'],
    ],
  ])('%s', (_, make, code, words) =>
    inWorkspace(installation, (ws) => ws.refuse(['predict', make(ws), ...SMALL], code, words))(),
  );

  it(
    'others, each in a line of its own',
    inWorkspace(installation, async (ws) => {
      ws.write('header.png', pngHeader(300, 200));
      ws.write('cut.jpg', readFileSync(PHOTOS.rocket).subarray(0, 100));
      ws.write('file', 'x');
      symlinkSync('nowhere.png', ws.at('link.png'));
      symlinkSync('loop.png', ws.at('loop.png'));
      const { code, stdout, stderr } = await ws.run([
        ...['predict', 'header.png', 'cut.jpg', 'file/b.png', 'link.png', 'loop.png', '/dev/zero', ...SMALL],
      ]);
      expect(stderr.split('\n')).toEqual([
        expect.stringMatching(/^error image\/damaged: reading header\.png: /),
        expect.stringMatching(/^error image\/damaged: reading cut\.jpg: /),
        expect.stringMatching(/^error image\/not-found: reading file\/b\.png: /),
        expect.stringMatching(/^error image\/not-found: reading link\.png: /),
        expect.stringMatching(/^error image\/unreadable: reading loop\.png: /),
        expect.stringMatching(/^error image\/not-an-image: reading \/dev\/zero: this is a device/),
        expect.stringMatching(/^error job\/partly-failed: .* all of them failed/),
        '',
      ]);
      expect([code, stdout]).toEqual([1, '']);
    }),
  );
});

// More of these are in test/unit/core/npy.test.ts.
describe.concurrent('an array that cannot be fed is refused:', () => {
  it.each<[string, () => Uint8Array, string, string[]]>([
    [
      'one with NaN',
      () => {
        const data = new Float32Array(3072);
        data[5] = NaN;
        return writeNpy(data, [32, 32, 3]);
      },
      'image/npy-not-finite',
      ['1 of 3072 numbers are NaN or infinite, the first (NaN) at index (0, 1, 2)'],
    ],
    [
      'one of another size',
      () => writeNpy(new Float32Array(31 * 32 * 3), [31, 32, 3]),
      'image/npy-wrong-shape',
      ['its shape is (1, 31, 32, 3), but model.h5 takes (1, 32, 32, 3)'],
    ],
    [
      'two pictures at once',
      () => writeNpy(new Float32Array(2 * 3072), [2, 32, 32, 3]),
      'image/npy-shape',
      ['the shape is (2, 32, 32, 3), needed is one picture'],
    ],
    // Written by NumPy: test/fixtures/make-image-fixtures.py.
    [
      'a big-endian one',
      () => readFileSync(fixture('images/big-endian.npy')),
      'image/npy-byte-order',
      ["'>f4'"],
    ],
    [
      'one in Fortran order',
      () => readFileSync(fixture('images/fortran.npy')),
      'image/npy-order',
      ['Fortran order'],
    ],
  ])('%s', (_, make, code, words) =>
    inWorkspace(installation, async (ws) => {
      ws.write('input.npy', make());
      await ws.refuse(['maps', 'input.npy', '--layers', '1', '--npz', 'out/maps.npz', ...SMALL], code, words);
    })(),
  );
});

describe.concurrent('an odd picture is read all the same:', () => {
  it(
    'one pixel, animations, 16 bits, palettes, CMYK, transparency and other formats',
    inWorkspace(installation, async (ws) => {
      const names = [
        ...['one-pixel.png', 'one-pixel.jpg', 'animated.gif', 'animated.webp', 'rgb16.png', 'grey16.png'],
        ...['palette.png', 'cmyk.jpg', 'ycck.jpg', 'rgba.png', 'lossy.avif', 'lossy.webp', 'rgb.bmp'],
      ];
      const pictures = names.map((name) => fixture(`images/${name}`));
      const { code, stdout, stderr } = await ws.run(['predict', '--json', ...pictures, ...SMALL]);
      expect(code).toBe(0);
      // Of animations one frame is seen, which is said; of the others there is nothing to say.
      const told = ['animated.gif', 'animated.webp'].map(
        (name) =>
          `note: reading ${fixture(`images/${name}`)}: it is the first of 2 frames; choose another with --frame.\n`,
      );
      expect(stderr).toBe(told.join(''));
      const { results } = JSON.parse(stdout) as {
        results: { image: string; predictions: { probability: number }[] }[];
      };
      expect(results.map(({ image }) => image)).toEqual(pictures);
      for (const { predictions } of results) {
        expect(predictions).toHaveLength(5);
        expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
      }
    }),
  );

  it(
    'a JPEG that is cut off, with one warning',
    inWorkspace(installation, async (ws) => {
      ws.write('cut.jpg', readFileSync(PHOTOS.rocket).subarray(0, 40_000));
      const { code, stdout, stderr } = await ws.run(['predict', 'cut.jpg', ...SMALL]);
      // Its colours are those of Adobe RGB, of which there is a note.
      expect(stderr).toMatch(
        /^note: [^\n]*\nwarning: reading cut\.jpg: the file is cut off or damaged; [^\n]*\n$/,
      );
      expect(stdout.split('\n')).toHaveLength(6);
      expect(code).toBe(0);
    }),
  );
});

describe.concurrent('a place that cannot be written to is refused, and nothing is changed:', () => {
  const grid = (out: string, ...more: string[]) => ['grid', PHOTOS.chelsea, '--out', out, ...more, ...SMALL];

  it.each<[string, (ws: Workspace) => string[], string, string[]]>([
    [
      'a path through a file',
      (ws) => {
        ws.write('file', 'x');
        return grid('file/sample.jpg');
      },
      'output/unwritable',
      ['writing file/sample.jpg: a part of the path is a file, not a folder; choose another place or name.'],
    ],
    [
      'a folder in place of the file',
      (ws) => {
        mkdirSync(ws.at('sample.jpg'));
        return grid('sample.jpg', '--force');
      },
      'output/unwritable',
      ['writing sample.jpg: there is a folder of this name'],
    ],
    [
      'an existing file',
      (ws) => {
        ws.write('sample.jpg', 'mine');
        return grid('sample.jpg');
      },
      'output/exists',
      ['writing sample.jpg: the file exists and is kept; add --force to replace it'],
    ],
    [
      'an existing file of the default name',
      (ws) => {
        ws.write('hypercolumn-1-2.png', 'mine');
        return ['hypercolumn', PHOTOS.chelsea, '--layers', '1,2', ...SMALL];
      },
      'output/exists',
      ['writing hypercolumn-1-2.png'],
    ],
    [
      'an existing file among those of an export',
      (ws) => {
        ws.write('out/predictions.csv', 'mine');
        return ['export', PHOTOS.chelsea, '--out', 'out', ...SMALL];
      },
      'output/exists',
      ['writing out/predictions.csv'],
    ],
    [
      'an existing file among the pictures of maps',
      (ws) => {
        ws.write('maps/002-conv2d-f0003.png', 'mine');
        return ['maps', PHOTOS.chelsea, '--layers', '1,2', '--png', 'maps', ...SMALL];
      },
      'output/exists',
      ['writing maps/002-conv2d-f0003.png'],
    ],
    [
      'the same name twice',
      () => ['hypercolumn', PHOTOS.chelsea, '--layers', '1', '--out', 'a', '--npy', './a', ...SMALL],
      'output/same-name',
      ['writing ./a: two results would get this name'],
    ],
    ['a name that is too long', () => grid('n'.repeat(300)), 'output/unwritable', ['the name is too long']],
    ['a device', () => grid('/dev/null', '--force'), 'output/unwritable', ['this is a device or a pipe']],
    // Node 20 itself would try for ever to make a folder in a place like /proc. Elsewhere this is a name that is too long.
    [
      'a folder where the system makes none',
      () => grid(process.platform === 'linux' ? '/proc/none/sample.jpg' : `${'n'.repeat(300)}/sample.jpg`),
      'output/unwritable',
      ['choose another place or name'],
    ],
    [
      'a file in place of the folder of an export',
      (ws) => {
        ws.write('out', 'mine');
        return ['export', PHOTOS.chelsea, '--out', 'out', '--force', ...SMALL];
      },
      'output/unwritable',
      ['writing out/original.png: a part of the path is a file'],
    ],
  ])('%s', (_, prepare, code, words) =>
    inWorkspace(installation, (ws) => ws.refuse(prepare(ws), code, words))(),
  );

  it('a disk that is full', async ({ skip }) => {
    const mount = tinyDisk('64k');
    if (typeof mount === 'string') {
      process.stderr.write(`disk full: skipped, a small disk cannot be mounted here: ${mount}\n`);
      skip(mount);
    } else
      await inWorkspace(installation, async (ws) => {
        const disk = ws.at('disk');
        mkdirSync(disk);
        mount.at(disk);
        try {
          writeFileSync(path.join(disk, 'mine'), 'mine');
          await ws.refuse(['export', PHOTOS.chelsea, '--out', 'disk/a/b', ...SMALL], 'output/disk-full', [
            "writing disk/a/b/original.png: the disk is full, or this user's share of it; make room or choose another place.",
          ]);
          // Figures, each larger than the disk: nothing of them stays, and what has the name does.
          for (const format of ['jpg', 'png', 'svg', 'pdf']) {
            const file = `disk/sample.${format}`;
            writeFileSync(ws.at(file), 'kept');
            const figure = ['grid', PHOTOS.chelsea, '--layers', '1-3', '--out', file, '--force'];
            await ws.refuse(figure, 'output/disk-full', [`writing ${file}: the disk is full`]);
            expect(readFileSync(ws.at(file), 'utf8')).toBe('kept');
            rmSync(ws.at(file));
            expect(readdirSync(disk)).toEqual(['mine']);
          }
        } finally {
          mount.off(disk);
        }
      })();
  });
});

describe.concurrent('a choice that makes no sense is refused:', () => {
  const png = (...args: string[]) => ['maps', PHOTOS.chelsea, '--png', 'maps', ...args];

  it.each<[string, string[], string, string[]]>([
    [
      'layers that there are not',
      ['grid', PHOTOS.chelsea, '--layers', '99999'],
      'layers/out-of-range',
      ['there is no layer 99999; the model has layers 0 to 142.'],
    ],
    [
      'a layer of an unknown name',
      ['grid', PHOTOS.chelsea, '--layers', '_bn00'],
      'layers/unknown-name',
      ['no layer has this name; did you mean _bn0?'],
    ],
    [
      'no filter',
      ['grid', PHOTOS.chelsea, '--filters', '0', ...SMALL],
      'usage/bad-filters',
      ['--filters is 0; give a whole number from 1.'],
    ],
    [
      'half a filter',
      ['export', PHOTOS.chelsea, '--filters', '1.5', '--out', 'out', ...SMALL],
      'usage/bad-filters',
      ['--filters is 1.5'],
    ],
    [
      'a million filters',
      ['grid', PHOTOS.chelsea, '--filters', '1000000', ...SMALL],
      'usage/bad-filters',
      ['--filters is 1000000'],
    ],
    [
      'a picture of filters that is too large',
      ['grid', PHOTOS.chelsea, '--layers', 'all', '--filters', '100000'],
      'output/figure-too-large',
      ['a side may have at most 16384; choose fewer --layers or --filters'],
    ],
    [
      'a figure of no width',
      ['grid', PHOTOS.chelsea, '--width', '0mm'],
      'usage/figure-length',
      ['the width of the figure is 0 mm at 300 dots an inch; choose 2.8 mm to 1387 mm'],
    ],
    [
      'a figure of 10 metres',
      ['export', PHOTOS.chelsea, '--out', 'all', '--width', '10000mm'],
      'usage/figure-length',
      ['choose 2.8 mm to 1387 mm'],
    ],
    [
      'dots that no printer has',
      ['grid', PHOTOS.chelsea, '--dpi', '10000'],
      'usage/figure-dpi',
      ['--dpi is 10000; choose 36 to 2400'],
    ],
    [
      'text of no size',
      ['grid', PHOTOS.chelsea, '--text', '0'],
      'usage/figure-text',
      ['--text is 0 pt; choose 3 to 200 pt'],
    ],
    [
      'text that is larger than the maps',
      ['grid', PHOTOS.chelsea, '--text', '30pt', '--width', '86mm', '--columns', '8'],
      'usage/figure-text-in-cell',
      ['text of 30 pt is too large for 8 maps side by side', 'choose a smaller --text'],
    ],
    [
      'a JPEG that is transparent',
      ['grid', PHOTOS.chelsea, '--background', 'transparent'],
      'usage/figure-transparent-jpeg',
      ['choose --format png, svg or pdf'],
    ],
    [
      'several layers for a figure of one',
      ['grid', PHOTOS.chelsea, '--kind', 'map', '--layers', '1-3', ...SMALL],
      'usage/one-layer',
      ['the figure shows one layer, and 3 are chosen; choose one'],
    ],
    [
      'a map that its layer has not',
      ['grid', PHOTOS.chelsea, '--kind', 'map', '--layers', '1', '--filter', '5000', ...SMALL],
      'layers/out-of-range',
      ['5000'],
    ],
    [
      'a layer without maps for a figure of one layer',
      ['grid', PHOTOS.chelsea, '--kind', 'layer', '--layers', 'dense', ...SMALL],
      'layers/no-maps',
      ['feature maps'],
    ],
    [
      'a sheet that no slide holds',
      [
        ...['grid', PHOTOS.chelsea, '--kind', 'sheet', '--preset', 'slide', '--text', '40pt'],
        ...['--filters', '9', '--out', 'a.png', ...SMALL],
      ],
      'output/figure-too-large',
      ['a side may have at most 1080; choose fewer --layers or --filters'],
    ],
    [
      'a comparison of one picture',
      ['grid', PHOTOS.chelsea, '--kind', 'comparison', ...SMALL],
      'usage/compared-pictures',
      ['a comparison shows 2 to 12 pictures side by side; choose so many instead of 1'],
    ],
    [
      'a comparison of 50 pictures',
      ['grid', ...Array.from({ length: 50 }, () => PHOTOS.chelsea), '--kind', 'comparison', ...SMALL],
      'usage/compared-pictures',
      ['choose so many instead of 50'],
    ],
    [
      'several pictures for a figure of one',
      ['grid', PHOTOS.chelsea, PHOTOS.coffee, ...SMALL],
      'usage/one-picture',
      ['the figure shows one picture, and 2 are given; give one, or add --kind comparison'],
    ],
    [
      'a comparison with a picture that is none',
      ['grid', PHOTOS.chelsea, import.meta.filename, '--kind', 'comparison', '--out', 'a.png', ...SMALL],
      'image/not-an-image',
      [path.basename(import.meta.filename)],
    ],
    [
      'a comparison with a picture that is not there',
      ['grid', PHOTOS.chelsea, 'nowhere.jpg', '--kind', 'comparison', '--out', 'a.png', ...SMALL],
      'image/not-found',
      ['nowhere.jpg'],
    ],
    [
      'no class',
      ['predict', PHOTOS.chelsea, '--top', '0', ...SMALL],
      'usage/bad-top',
      ['--top must be a whole number from 1'],
    ],
    [
      'layers without maps for pictures of maps',
      png('--layers', 'dense*', ...SMALL),
      'layers/no-maps',
      ['none of the chosen layers has feature maps'],
    ],
    [
      'layers without maps for a grid',
      ['grid', PHOTOS.chelsea, '--layers', 'dense*', ...SMALL],
      'layers/no-maps',
      ['none of the chosen layers has feature maps'],
    ],
    [
      'a layer without maps for a hypercolumn',
      ['hypercolumn', PHOTOS.chelsea, '--layers', '1,dense*', ...SMALL],
      'layers/no-maps',
      ['has no feature maps (its output has rank 2)'],
    ],
    ['an empty list of layers', png('--layers', ' , ', ...SMALL), 'layers/empty', ['the list is empty']],
    [
      'a limit that the picture exceeds',
      ['predict', PHOTOS.chelsea, '--max-megapixels', '0.01', ...SMALL],
      'image/too-large',
      ['the limit is 0.01'],
    ],
    [
      'labels of another model',
      [
        'predict',
        PHOTOS.chelsea,
        '--labels',
        path.join(import.meta.dirname, '../../models/efficientnet-lite0/imagenet-1000.json'),
        ...SMALL,
      ],
      'labels/wrong-count',
      ['it names 1000 classes, but the model has 5'],
    ],
    [
      'labels that do not exist',
      ['predict', PHOTOS.chelsea, '--labels', 'none.txt', ...SMALL],
      'labels/unreadable',
      ['reading the labels none.txt: there is no such file'],
    ],
  ])('%s', (_, args, code, words) => inWorkspace(installation, (ws) => ws.refuse(args, code, words))());
});

describe.concurrent('a model that cannot be used is refused:', () => {
  it.each<[string, string, string, string[]]>([
    ['an unknown id', 'efficientnet-lite1', 'model/unknown-id', ['did you mean efficientnet-lite0?']],
    [
      'one whose weights are not here yet',
      'inception-v3',
      'model/not-downloaded',
      [
        'opening InceptionV3 (ImageNet): its weights (96.1 MB) are not on this disk; fetch them with "models download inception-v3", or, if you have inception_v3_weights_tf_dim_ordering_tf_kernels.h5, with "models download inception-v3 --from FILE".',
      ],
    ],
    ['a missing file', 'nothing.h5', 'model/not-found', ['opening nothing.h5: there is no such file']],
    ['a picture', PHOTOS.chelsea, 'model/not-a-model', ['it is a picture, not a model']],
    [
      'weights without their layers',
      fixture('keras/k2_weights_updown/weights.h5'),
      'model/needs-architecture',
      ['it holds only weights', 'add --architecture FILE'],
    ],
    ['a bomb', fixture('keras/bad/zip_bomb.keras'), 'model/too-large', ['would unpack to 200 MB']],
    ['one with code in it', fixture('keras/bad/lambda.h5'), 'model/unsupported-layer', ['never run']],
    ['one cut short', fixture('keras/bad/truncated.h5'), 'model/damaged', ['perhaps cut short']],
  ])('%s', (_, model, code, words) =>
    inWorkspace(installation, (ws) =>
      ws.refuse(['predict', PHOTOS.chelsea, '--model', model], code, words),
    )(),
  );

  it('one that is refused still lists its layers, with what is wrong and what would help', () =>
    inWorkspace(installation, async (ws) => {
      const model = fixture('keras/bad/lambda.keras');
      const reason =
        'layer halve (class Lambda, index 3) holds code of its author, which is never run; replace it by a Keras layer and save the model again.';
      const run = await ws.run(['layers', '--model', model]);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(`error model/unsupported-layer: opening ${model}: ${reason}`);
      const lines = run.stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
      expect(lines.slice(0, 5)).toEqual([
        ['index', 'name', 'class', 'cannot be computed'],
        ['0', 'image', 'InputLayer'],
        ['1', 'conv_a', 'Conv2D'],
        ['2', 'bn_a', 'BatchNormalization'],
        ['3', 'halve', 'Lambda', reason],
      ]);
      const json = await ws.run(['layers', '--model', model, '--json']);
      expect(json.code).toBe(1);
      const { layers } = JSON.parse(json.stdout) as { layers: unknown[] };
      expect(layers).toHaveLength(7);
      expect(layers[3]).toEqual({ indexPath: '3', path: 'halve', class: 'Lambda', refused: reason });
    })());

  it.each(['zip_bomb.keras', 'giant_dense.keras'])('%s, in less than 400 MB of memory', (name) =>
    inWorkspace(installation, async (ws) => {
      const report = 'process.on("exit", () => process.stdout.write(`${process.resourceUsage().maxRSS}`))';
      const run = await ws.run(['layers', '--model', fixture(`keras/bad/${name}`)], {
        nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(report)}`],
      });
      expect(run.stderr).toMatch(/^error model\/too-large: /);
      expect(run.code).toBe(1);
      const kilobytes = Number(run.stdout);
      expect(kilobytes).toBeGreaterThan(10_000);
      expect(kilobytes).toBeLessThan(400_000);
    })(),
  );
});
