/** Badges of verdicts on maps, and their words in the legend. */
import { expect, it } from 'vitest';
import { decodeImage } from '../../../../electron/image/decode';
import type { FigureLayer } from '../../../../electron/image/figure/content';
import { prepareFigure } from '../../../../electron/image/figure/draw-figure';
import { VERDICT_KINDS, type VerdictKind } from '../../../../electron/shared/verdicts';
import { dataOf, fontsDir, layerOf, mm, styleWith } from './figure-fixtures';
import { expectTidy, layOut, wordsOf } from './laid-out';

const ramp = Float32Array.from({ length: 64 }, (_, place) => place);
const marked = (verdicts: readonly (VerdictKind | null)[]): FigureLayer => {
  const layer = layerOf(
    3,
    verdicts.map(() => ramp),
    8,
  );
  return {
    ...layer,
    filters: layer.filters.map((map, place) => {
      const verdict = verdicts[place];
      return verdict ? { ...map, verdict } : map;
    }),
  };
};

it.each([
  ['en', 'inactive', 'duplicate'],
  ['zh-CN', '未激活', '重复'],
] as const)(
  'each stands in the corner of its map, and once in the legend in its order (%s)',
  (language, inactive, twin) => {
    const data = dataOf([marked(['twin', null, 'inactive', 'twin'])], 4);
    const { page, metrics } = layOut(data, { language });
    expectTidy(page, metrics);
    const badges = page.items.filter((item) => item.kind === 'badge');
    const maps = page.items.filter((item) => item.kind === 'map');
    expect(badges.map(({ verdict }) => verdict)).toEqual(['twin', 'inactive', 'twin', 'inactive', 'twin']);
    [0, 2, 3].forEach((row, place) => {
      const [map, badge] = [maps[row]!.box, badges[place]!.box];
      expect([badge.x, badge.y + badge.height]).toEqual([map.x, map.y + map.height]);
      expect(badge.width).toBe(Math.round(1.3 * metrics.em));
    });
    const words = wordsOf(page);
    expect(words.filter((word) => word === inactive || word === twin)).toEqual([inactive, twin]);
    expect(wordsOf(layOut(data, { language, legend: false }).page)).not.toContain(twin);
  },
);

it('no map without one has a badge', () => {
  const { page } = layOut(dataOf([marked([null, null])], 2));
  expect(page.items.filter(({ kind }) => kind === 'badge')).toEqual([]);
});

it.each(VERDICT_KINDS)(
  'of %s is a light sign on dark ground, on dark paper too, and covers nothing else of the map',
  async (verdict) => {
    for (const background of ['white', 'dark'] as const) {
      const style = styleWith({ format: 'png', width: mm(60), dpi: 200, background });
      const pixelsOf = async (kinds: readonly (VerdictKind | null)[]) => {
        const file = await prepareFigure(
          dataOf([marked(kinds)], 1),
          { ...style, legend: false },
          fontsDir,
        ).toFile();
        return (await decodeImage(file, 'a.png')).image;
      };
      const { page, metrics } = layOut(dataOf([marked([verdict])], 1), { ...style, legend: false });
      const side = page.items.find((item) => item.kind === 'badge')!.box.width;
      expect(side).toBe(Math.round(1.3 * metrics.em));
      const [bare, image] = [await pixelsOf([null]), await pixelsOf([verdict])];
      const changed: [x: number, y: number, red: number][] = [];
      for (let at = 0; at < image.data.length; at += 3)
        if ([0, 1, 2].some((one) => image.data[at + one] !== bare.data[at + one]))
          changed.push([(at / 3) % image.width, Math.floor(at / 3 / image.width), image.data[at]!]);
      const span = (place: 0 | 1) => {
        const all = changed.map((one) => one[place]);
        return Math.max(...all) - Math.min(...all) + 1;
      };
      expect([span(0), span(1)]).toEqual([side, side]);
      expect(changed).toHaveLength(side * side);
      const light = changed.filter(([, , red]) => red > 200).length;
      const dark = changed.filter(([, , red]) => red === 0x0e).length;
      expect(light).toBeGreaterThan(3);
      expect(dark).toBeGreaterThan(light);
    }
  },
);
