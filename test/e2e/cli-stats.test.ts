import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { STATISTIC_IDS, type StatisticId } from '../../electron/shared/map-statistics';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';
import { channelStatistics } from '../oracles/statistics';
import { functional, layerConfig, tfjsText } from '../unit/model/model-files';
import { inWorkspace, installForTests, PHOTOS, SMALL, type Workspace } from './cli-process';

const installation = installForTests();

type Channel = {
  readonly channel: number;
  readonly place: [number, number] | null;
  readonly verdict: { kind: VerdictKind; values: Record<string, number> } | null;
} & Readonly<Record<StatisticId, number | null>>;

interface Stats {
  readonly model: string;
  readonly images: number;
  readonly layers: {
    index: number;
    name: string;
    class: string;
    verdict: { kind: string } | null;
    counts: Record<VerdictKind, number>;
    channels: Channel[];
  }[];
}

const BASICS = [
  ['min', 'min'],
  ['max', 'max'],
  ['mean', 'mean'],
  ['std', 'std'],
  ['zeros', 'zeroShare'],
] as const;

/** Maps of layer 2 of the small model: float32 [16, 16, 8]. */
async function mapsOf(ws: Workspace, picture: string): Promise<Float32Array> {
  await ws.succeed(['maps', picture, '--layers', '2', '--npz', 'maps.npz', '--force', ...SMALL]);
  const bytes = unzipSync(new Uint8Array(ws.read('maps.npz')))['2.npy']!;
  return new Float32Array(Uint8Array.from(bytes.subarray(10 + bytes[8]! + 256 * bytes[9]!)).buffer);
}

/** The numbers of a naive count in double precision over the values of one or more pictures. */
function expectCounted(channels: readonly Channel[], pictures: readonly Float32Array[]): void {
  const data = new Float32Array(pictures.flatMap((values) => [...values]));
  const want = channelStatistics({ data, shape: [16 * pictures.length, 16, 8] });
  expect(channels.map(({ channel }) => channel)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  for (const [id, name] of BASICS)
    channels.forEach((found, channel) => {
      expect(found[id], `${id} ${channel}`).toBeCloseTo(want[name][channel]!, 4);
    });
}

/** Column and row of the largest value of each map. */
function expectStrongest(channels: readonly Channel[], values: Float32Array): void {
  channels.forEach(({ place }, channel) => {
    const map = values.filter((_, at) => at % 8 === channel);
    const at = map.indexOf(Math.max(...map));
    expect(place).toEqual([at % 16, Math.floor(at / 16)]);
  });
}

describe.concurrent('stats', () => {
  it(
    'of one picture and over several equal a naive count',
    inWorkspace(installation, async (ws) => {
      const pictures = [PHOTOS.chelsea, PHOTOS.coffee];
      const values = [await mapsOf(ws, pictures[0]!), await mapsOf(ws, pictures[1]!)];
      const args = (files: readonly string[]) => ['stats', ...files, '--layers', '2,16', ...SMALL];
      const one = await ws.succeedWithJson<Stats>(args([pictures[0]!]));
      expect(Object.keys(one)).toEqual(['model', 'images', 'layers']);
      expect(one.images).toBe(1);
      expect(one.layers.map(({ index, name, class: kind }) => [index, name, kind])).toEqual([
        [2, 'conv2d', 'Conv2D'],
        [16, 'dense', 'Dense'],
      ]);
      expect(Object.keys(one.layers[0]!)).toEqual([
        ...['index', 'indexPath', 'name', 'class', 'verdict', 'counts', 'channels'],
      ]);
      expect(Object.keys(one.layers[0]!.counts)).toEqual(VERDICT_KINDS);
      expect(Object.keys(one.layers[0]!.channels[0]!)).toEqual([
        ...['channel', ...STATISTIC_IDS, 'place', 'verdict', 'cause'],
      ]);
      expectStrongest(one.layers[0]!.channels, values[0]!);
      expectCounted(one.layers[0]!.channels, values.slice(0, 1));
      const both = await ws.succeedWithJson<Stats>(args(pictures));
      expect(both.images).toBe(2);
      expectCounted(both.layers[0]!.channels, values);
      expect(both.layers[0]!.channels.every(({ place }) => place === null)).toBe(true);
      // Of one picture only.
      expect(both.layers[0]!.channels.map(({ r, entropy }) => [r, entropy])).toEqual(
        Array.from({ length: 8 }, () => [null, null]),
      );
    }),
  );

  it(
    'are printed as a table, or written as the same CSV that an export holds',
    inWorkspace(installation, async (ws) => {
      const lines = (await ws.succeed(['stats', PHOTOS.chelsea, '--layers', '2', ...SMALL])).split('\n');
      expect(lines[0]!.trim().split(/ +/)).toEqual([
        ...['layer', 'name', 'channel', ...STATISTIC_IDS, 'place', 'verdict', 'cause'],
      ]);
      expect(lines.slice(9)).toEqual([
        '',
        expect.stringMatching(/^of 8 maps \d are inactive, dead or constant/),
        '',
      ]);
      const args = ['stats', PHOTOS.chelsea, '--layers', '0-14', '--csv', 'a/stats.csv', ...SMALL];
      expect(await ws.succeed(args)).toBe('a/stats.csv\n');
      await ws.refuse(args, 'output/exists', ['add --force']);
      await ws.succeed(['export', PHOTOS.chelsea, '--out', 'out', ...SMALL]);
      const [own, exported] = ['a/stats.csv', 'out/stats.csv'].map((name) =>
        ws.read(name).toString().split('\n'),
      );
      expect(own![0]).toBe(
        `layer,name,channel,height,width,${STATISTIC_IDS.join()},x,y,verdict,reason,cause`,
      );
      expect(exported).toHaveLength(own!.length);
      // Another pass, so the last digits may differ.
      own!.forEach((line, place) => {
        const [want, found] = [line, exported![place]!].map((text) => text.split(','));
        expect(found!.slice(0, 5)).toEqual(want!.slice(0, 5));
        expect(found!.slice(-4, -1)).toEqual(want!.slice(-4, -1));
        if (place > 0 && line !== '')
          for (const [at, cell] of want!.slice(5, 5 + STATISTIC_IDS.length).entries())
            expect(Number(found![at + 5])).toBeCloseTo(Number(cell), 4);
      });
    }),
  );

  it(
    'leave a picture out that cannot be read, and say so',
    inWorkspace(installation, async (ws) => {
      ws.write('broken.png', 'no picture');
      const args = ['stats', PHOTOS.chelsea, 'broken.png', '--layers', '2', '--json', ...SMALL];
      const { code, stdout, stderr } = await ws.run(args);
      expect((JSON.parse(stdout) as Stats).images).toBe(1);
      expect(stderr).toContain('error job/partly-failed: working through 2 pictures: 1 of them failed');
      expect(code).toBe(1);
    }),
  );
});

/** A layer's name may hold anything: here an escape code, a mark of direction, a line of its own and a formula. */
const NAME = '=cmd|x!A1\u001b[2J\u202egnp.cod\nerror all/well: nothing happened';
const ODD = tfjsText(
  functional([
    layerConfig('InputLayer', 'image', { batch_input_shape: [null, 16, 16, 3] }),
    layerConfig('Rescaling', NAME, { scale: 1 }, ['image']),
    layerConfig('GlobalAveragePooling2D', `${NAME}2`, {}, [NAME]),
  ]),
);

describe.concurrent('names from models and files', () => {
  it(
    'reach no terminal as what it obeys, no line of their own, and no spreadsheet as a formula',
    inWorkspace(installation, async (ws) => {
      const picture = ws.write('a\u001b[31m\u202e b\n.png', readFileSync(PHOTOS.chelsea));
      ws.write('model.json', ODD);
      const model = ['--model', 'model.json', '--preprocess', 'none'];
      for (const command of [
        ['layers', ...model],
        ['layers', '--json', ...model],
        ['stats', picture, '--layers', 'all', ...model],
        ['stats', picture, '--layers', 'all', '--json', ...model],
        ['maps', picture, '--layers', 'all', '--png', 'maps', '--npz', 'a\u009b.npz', ...model],
        ['maps', picture, '--layers', 'all', ...model],
        ['hypercolumn', picture, '--layers', '1,2', ...model],
        ['predict', picture, `${picture}-`, ...model],
        ['export', picture, '--out', 'out\u001b[0m', ...model],
      ]) {
        const { stdout, stderr } = await ws.run(command);
        expect(stdout + stderr).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
        expect(`\n${stdout}${stderr}`).not.toContain('\nerror all/well');
        expect(stdout + stderr).not.toBe('');
      }
      await ws.run(['stats', picture, '--layers', '1', '--csv', 'x.csv', ...model]);
      expect(ws.read('x.csv').toString().split('\n')[1]).toMatch(/^1,"'=cmd/);
    }),
  );
});
