import { describe, expect, it } from 'vitest';
import type { LayerInfo } from '../../../electron/shared/contract';
import type { Api } from '../../../renderer/api/api';
import { HypercolumnsModel } from '../../../renderer/state/hypercolumns-model.svelte';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import type { Session } from '../../../renderer/state/session.svelte';
import type { SettingsModel } from '../../../renderer/state/settings-model.svelte';
import { fakeLayers } from '../../fake-page/fake-models';
import { unjudged } from './alone.svelte';

const spatial = fakeLayers(false)[1]!;
const row = (index: number, indexPath: string, name: string, rest: Partial<LayerInfo> = {}): LayerInfo => ({
  ...spatial,
  index,
  indexPath,
  depth: indexPath.split('/').length - 1,
  name,
  ownName: name.split('/').at(-1)!,
  ...rest,
});
/** What compute tells of Sequential([base, gap]) whose base is called twice. */
const LAYERS = [
  row(0, '0', 'base', { isModel: true, className: 'Functional' }),
  row(1, '0#1', 'base#1', { isModel: true, className: 'Functional' }),
  row(2, '0/0', 'base/image', { className: 'InputLayer' }),
  row(3, '0/1', 'base/conv', { isBlockEnd: false }),
  row(4, '0/1#1', 'base/conv#1', { isBlockEnd: false }),
  row(5, '0/2', 'base/add', { isBlockEnd: true }),
  row(6, '1', 'gap', { isSpatial: false, outputShape: [8] }),
];

function parts(layers: string, customSet = '') {
  const written: unknown[] = [];
  const value = { layers, customSet, filters: 3, sort: 'index' };
  const settings = { value, update: (change: unknown) => written.push(change) } as unknown as SettingsModel;
  const session = { model: { layers: LAYERS, inputSize: [8, 8] }, analysis: null } as unknown as Session;
  const given = { ...unjudged, api: {} as Api, failures: { tell: () => undefined }, settings, session };
  return { written, choice: new LayerChoice(given), hypercolumns: new HypercolumnsModel(given) };
}

describe('layers inside a model', () => {
  it.each([
    ['0', [0]],
    ['0/1', [3]],
    ['base/*', [2, 3, 5]],
    ['0/1#1, 1', [4, 6]],
    ['all', [0, 2, 3, 5, 6]],
  ])('are chosen by %s', (spec, want) => {
    const { choice } = parts(spec);
    expect(choice.chosen.map((layer) => layer.index)).toEqual(want);
  });

  it('are added and taken away one by one, as a choice that can be read again', () => {
    const { choice, written } = parts('0/0, 0/1');
    choice.toggle(5);
    choice.toggle(4);
    choice.toggle(3);
    expect(written).toEqual([{ layers: '0/0-2' }, { layers: '0/0, 0/1, 0/1#1' }, { layers: '0/0' }]);
  });

  it('stand in the presets in place of their model', () => {
    const { choice } = parts('');
    expect(choice.presetSpec('first15')).toBe('0/1, 0/2');
    expect(choice.presetSpec('blocks')).toBe('0/2');
  });

  it('are asked for in hypercolumns by their place in the list', () => {
    const { hypercolumns } = parts('', 'base/conv, base/add');
    expect(hypercolumns.sets.find((set) => set.isCustom)).toMatchObject({
      layers: ['0/1', '0/2'],
      usable: [3, 5],
    });
    // The sets of 2018 count the layers of the model itself: 1 has no maps, 4 and 7 are not there.
    expect(hypercolumns.wishes).toEqual([[3, 5]]);
  });
});
