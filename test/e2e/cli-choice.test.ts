import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../../electron/core/npy';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';
import { inWorkspace, installForTests, PHOTOS, SMALL, type Workspace } from './cli-process';

const installation = installForTests();
const LAYERS = '0-14';

interface Judged {
  readonly index: number;
  readonly name: string;
  readonly channels: readonly {
    readonly channel: number;
    readonly std: number;
    readonly r: number | null;
    readonly verdict: { readonly kind: VerdictKind } | null;
  }[];
}
interface Drawn {
  readonly maps: number;
  readonly layers: { readonly index: number; readonly channels: number[] }[];
}

/** What `stats` says of the maps: the choice has to be made of the same. */
async function judgedBy(ws: Workspace): Promise<readonly Judged[]> {
  const args = ['stats', PHOTOS.chelsea, '--layers', LAYERS, ...SMALL];
  return (await ws.succeedWithJson<{ layers: Judged[] }>(args)).layers;
}

const grid = (ws: Workspace, ...more: string[]) =>
  ws.succeedWithJson<Drawn>([
    'grid',
    PHOTOS.chelsea,
    '--layers',
    LAYERS,
    '--out',
    'a.png',
    '--force',
    ...SMALL,
    ...more,
  ]);

/** Channels with one of some verdicts, by layer. */
const withVerdict = (judged: readonly Judged[], isWanted: (kind: VerdictKind | undefined) => boolean) =>
  judged.map(({ index, channels }) => ({
    index,
    channels: channels.filter(({ verdict }) => isWanted(verdict?.kind)).map(({ channel }) => channel),
  }));
const plain = ({ layers }: Drawn) => layers.map(({ index, channels }) => ({ index, channels }));

/** Pearson's r of two lists, in double precision. */
function pearson(a: Float32Array, b: Float32Array): number {
  const meanOf = (list: Float32Array) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    const [da, db] = [value - meanA, b[at]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return ab / Math.sqrt(aa * bb);
}

/** Channels that can be twins, so that those alike stand together: the largest groups first, the rest by number. */
function inGroups(maps: readonly Float32Array[], isLeftOut: (channel: number) => boolean): number[] {
  const groups: number[][] = [];
  maps.forEach((map, channel) => {
    const near = groups.find(([first]) => {
      if (isLeftOut(first!) || isLeftOut(channel)) return false;
      return Math.abs(pearson(maps[first!]!, map)) > 0.98;
    });
    if (near) near.push(channel);
    else groups.push([channel]);
  });
  return groups.sort((a, b) => b.length - a.length || a[0]! - b[0]!).flat();
}

/** The maps of each layer as `maps --npz` writes them. */
async function floatsOf(ws: Workspace): Promise<Map<number, Float32Array[]>> {
  await ws.succeed(['maps', PHOTOS.chelsea, '--layers', LAYERS, '--npz', 'maps.npz', ...SMALL]);
  const files = Object.entries(unzipSync(new Uint8Array(ws.read('maps.npz'))));
  return new Map(
    files.map(([name, bytes]) => {
      const { data, shape } = parseNpy(bytes, name);
      const count = shape.at(-1)!;
      const maps = Array.from({ length: count }, (_, channel) =>
        data.filter((__, at) => at % count === channel),
      );
      return [Number.parseInt(name), maps];
    }),
  );
}

describe.concurrent('the maps of a figure and of files', () => {
  it(
    'are those of some verdicts, all of them, and no layer without one',
    inWorkspace(installation, async (ws) => {
      const judged = await judgedBy(ws);
      const want = withVerdict(judged, (kind) => kind === 'sparse' || kind === 'inactive');
      const some = want.filter(({ channels }) => channels.length > 0);
      expect(some.length).toBeGreaterThan(1);
      expect(some.length).toBeLessThan(want.length);
      expect(Math.max(...some.map(({ channels }) => channels.length))).toBeGreaterThan(3);
      expect(plain(await grid(ws, '--only', 'sparse,inactive'))).toEqual(some);
      // A number of channels holds here too.
      const first = some.map(({ index, channels }) => ({ index, channels: channels.slice(0, 2) }));
      expect(plain(await grid(ws, '--only', 'inactive, sparse', '--filters', '2'))).toEqual(first);
    }),
  );

  it(
    'are those without some verdicts, which makes room for others',
    inWorkspace(installation, async (ws) => {
      const want = withVerdict(await judgedBy(ws), (kind) => kind !== 'sparse' && kind !== 'inactive');
      const first = want.map(({ index, channels }) => ({ index, channels: channels.slice(0, 3) }));
      expect(plain(await grid(ws, '--hide', 'sparse,inactive'))).toEqual(first);
      expect(first.some(({ channels }) => channels.some((channel, row) => channel !== row))).toBe(true);
    }),
  );

  it(
    'come in the order of a statistic, from either end, or of verdicts',
    inWorkspace(installation, async (ws) => {
      const judged = await judgedBy(ws);
      const orderOf = (keyOf: (one: Judged['channels'][number]) => number) =>
        judged.map(({ index, channels }) => ({
          index,
          channels: [...channels]
            .sort((a, b) => keyOf(a) - keyOf(b) || a.channel - b.channel)
            .slice(0, 4)
            .map(({ channel }) => channel),
        }));
      const drawn = async (...more: string[]) => plain(await grid(ws, '--filters', '4', ...more));
      expect(await drawn('--sort', 'std', '--smallest-first')).toEqual(orderOf(({ std }) => std));
      expect(await drawn('--sort', 'std')).toEqual(orderOf(({ std }) => -std));
      // Maps of one value have no r and come last.
      expect(await drawn('--sort', 'r')).toEqual(orderOf(({ r }) => (r === null ? Infinity : -r)));
      const rank = (kind: VerdictKind | undefined) => (kind ? VERDICT_KINDS.indexOf(kind) : Infinity);
      const byVerdict = await drawn('--sort', 'verdict');
      byVerdict.forEach(({ index, channels }, place) => {
        const { channels: all } = judged[place]!;
        const ranks = all.map(({ verdict }) => rank(verdict?.kind));
        const want = [...ranks.keys()].sort((a, b) =>
          ranks[a]! < ranks[b]! ? -1 : ranks[a]! > ranks[b]! ? 1 : a - b,
        );
        expect(channels, `layer ${index}`).toEqual(want.slice(0, 4));
      });
    }),
  );

  it(
    'come with alike ones together, as the maps themselves tell',
    inWorkspace(installation, async (ws) => {
      const judged = await judgedBy(ws);
      const maps = await floatsOf(ws);
      const drawn = plain(await grid(ws, '--filters', '6', '--sort', 'twins'));
      const want = judged.map(({ index, channels }) => {
        const isIdle = (channel: number) =>
          ['inactive', 'constant'].includes(channels[channel]!.verdict?.kind ?? '');
        return { index, channels: inGroups(maps.get(index)!, isIdle).slice(0, 6) };
      });
      expect(drawn).toEqual(want);
      // Some layers have twins that stand apart.
      expect(want.filter(({ channels }) => channels[1]! > channels[0]! + 1).length).toBeGreaterThan(0);
    }),
  );

  it(
    'hold in an export and in pictures of maps, while its table has them all',
    inWorkspace(installation, async (ws) => {
      const judged = await judgedBy(ws);
      const sparse = withVerdict(judged, (kind) => kind === 'sparse');
      await ws.succeed([
        ...['export', PHOTOS.chelsea, '--layers', LAYERS, '--out', 'out', '--only', 'sparse'],
        ...['--marks', '--format', 'png', ...SMALL],
      ]);
      await grid(ws, '--only', 'sparse', '--marks');
      expect(ws.read('out/sample.png')).toEqual(ws.read('a.png'));
      const all = judged.reduce((sum, { channels }) => sum + channels.length, 0);
      expect(ws.read('out/stats.csv').toString().trim().split('\n')).toHaveLength(1 + all);
      const args = ['maps', PHOTOS.chelsea, '--layers', LAYERS, '--only', 'sparse', ...SMALL];
      await ws.succeed([...args, '--png', 'maps']);
      const numbers = (list: readonly (readonly [number, number])[]) =>
        [...list].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const files = ws.files().filter((name) => name.startsWith('maps/'));
      expect(
        numbers(
          files.map((name) => [Number(/\/(\d+)-/.exec(name)![1]), Number(/-f(\d+)\.png$/.exec(name)![1])]),
        ),
      ).toEqual(
        numbers(sparse.flatMap(({ index, channels }) => channels.map((one) => [index, one] as const))),
      );
      await ws.refuse(args, 'usage/verdicts-of-pictures', ['--only and --hide', '--png']);
    }),
  );

  it(
    'are refused where none is left, and where the choice is none',
    inWorkspace(installation, async (ws) => {
      const args = ['grid', PHOTOS.chelsea, '--layers', '0', '--out', 'a.png', ...SMALL];
      await ws.refuse([...args, '--only', 'dead'], 'layers/none-left', ['no map of these layers is left']);
      await ws.refuse([...args, '--only', 'asleep'], 'usage/bad-arguments', ['of verdicts: inactive, dead,']);
      await ws.refuse([...args, '--only', 'copy', '--hide', 'twin'], 'usage/bad-arguments', [
        'cannot be used',
      ]);
      await ws.refuse([...args, '--classic', '--smallest-first'], 'usage/bad-arguments', ['cannot be used']);
    }),
  );
});
