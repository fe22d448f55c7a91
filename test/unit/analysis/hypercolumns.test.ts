import { describe, expect, it } from 'vitest';
import { hypercolumnName, hypercolumnRefs, usableSets } from '../../../electron/analysis/hypercolumns';
import type { ModelSession } from '../../../electron/analysis/model-session';
import { listedLayers, type ListedLayer, type Network } from '../../../electron/model/network';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { FeaturescopeError } from '../../../electron/shared/errors';
import { fixture, functional, layerConfig, pictureInput, TempFolder, tfjsText } from '../model/model-files';

const folder = new TempFolder();

const sessionOf = (network: Network) =>
  ({ network, layers: listedLayers(network) }) as unknown as ModelSession;
const at = (...indexPaths: string[]) => indexPaths.map((indexPath) => ({ indexPath }) as ListedLayer);

/** The part of a session that hypercolumns use: of a model of so many layers with maps, then one without. */
async function sessionWith(layersWithMaps: number): Promise<ModelSession> {
  const layers = [pictureInput];
  while (layers.length < layersWithMaps)
    layers.push(layerConfig('ReLU', `r${layers.length}`, {}, [layers.at(-1)!['name'] as string]));
  layers.push(layerConfig('Flatten', 'flat', {}, [layers.at(-1)!['name'] as string]));
  const network = await openNetwork(folder.write('model.json', tfjsText(functional(layers))));
  return sessionOf(network);
}

describe('names of hypercolumns', () => {
  it('list the layers, as the 2018 script did', () => {
    expect(hypercolumnName(at('1', '4', '7'))).toBe('hypercolumn-1-4-7');
    expect(hypercolumnName(at('1', '4', '7', '10', '11', '14', '17'))).toBe('hypercolumn-1-4-7-10-11-14-17');
  });

  it('have no folder in them', () => {
    expect(hypercolumnName(at('1/164', '2', '1/7#1'))).toBe('hypercolumn-1.164-2-1.7-1');
  });

  it('count the layers where a list would be longer than any file name', () => {
    expect(hypercolumnName(at(...Array.from({ length: 140 }, (_, place) => String(place))))).toBe(
      'hypercolumn-140-layers',
    );
  });
});

describe('the sets of 2018', () => {
  it.each([
    [18, ['hypercolumn-1-4-7', 'hypercolumn-1-4-7-10-11-14-17']],
    [14, ['hypercolumn-1-4-7', 'hypercolumn-1-4-7-10-11']],
    [8, ['hypercolumn-1-4-7']],
    [5, ['hypercolumn-1-4']],
    [1, []],
  ])(
    'of a model with %d layers with maps are named after the layers that are in them',
    async (count, want) => {
      const sets = usableSets(await sessionWith(count));
      expect(sets.map(({ name }) => name)).toEqual(want);
      for (const { name, layers } of sets) expect(hypercolumnName(layers)).toBe(name);
    },
  );
});

describe('hypercolumnRefs', () => {
  it('refuses a layer without maps, with its name', async () => {
    const session = await sessionWith(3);
    const work = () => hypercolumnRefs(session, session.layers);
    expect(work).toThrow(FeaturescopeError);
    expect(work).toThrow(/layer 3 flat has no feature maps \(its output has rank 2\)/);
  });

  it("takes the first call of a layer that is used twice, and a model's output for a model", async () => {
    const network = await openNetwork(fixture('keras/k3_keras_nested/model.keras'));
    const session = sessionOf(network);
    const layer = (indexPath: string) => session.layers.find((one) => one.indexPath === indexPath)!;
    const refs = hypercolumnRefs(session, [layer('5'), layer('3'), layer('5#1')]);
    const [twice, features] = [network.layers[5]!, network.layers[3]!];
    expect(refs).toEqual([twice.outputs[0]![0], features.outputs[0]![0], twice.outputs[1]![0]]);
  });
});
