import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assembleNetwork } from '../../../electron/model/assemble/assemble-network';
import { LayerLinks } from '../../../electron/model/layer-links';
import { listedLayers, shapeOf, type ListedLayer, type Network } from '../../../electron/model/network';
import { findArchitecture, readArchitecture } from '../../../electron/model/readers/architecture';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { layerFacts, type KerasLayer } from '../../fixtures/layer-facts';
import { fixture } from './model-files';

const modelsDir = path.resolve(import.meta.dirname, '../../../models');

async function architecture(id: string): Promise<Network> {
  const { blueprint, kerasVersion } = await readArchitecture(await findArchitecture(modelsDir, id));
  return assembleNetwork(blueprint, kerasVersion, () => () => []);
}

const linksOf = (network: Network) => new LayerLinks(network, listedLayers(network));

/** Name and shape of what comes into a layer, as Keras' tensors tell it. */
function inboundOf(network: Network, links: LayerLinks, listed: ListedLayer) {
  return links
    .inputsOf(listed)
    .map(({ from, output }) => [
      from.ownName.replace(/#\d+$/, ''),
      shapeOf(network, from.layer.outputs[from.call]![output]!).slice(1),
    ]);
}

/** Layers of Keras with their calls, those inside models under the names of the models around them. */
function callsOf(layers: readonly KerasLayer[], around = ''): [string, KerasLayer['calls'][number]][] {
  return layers.flatMap(({ name, calls, layers: inner = [] }) => [
    ...calls.map((inbound, call): [string, typeof inbound] => [
      `${around}${name}${call > 0 ? `#${call}` : ''}`,
      inbound,
    ]),
    ...callsOf(inner, `${around}${name}/`),
  ]);
}

describe('which layer feeds which', () => {
  it.each(Object.keys(layerFacts.links))('equals the inbound nodes of Keras: %s', async (id) => {
    const network = await architecture(id);
    const links = linksOf(network);
    const got = links.layers.map((listed) =>
      links
        .inputsOf(listed)
        .map(({ from, output }) => [
          from.place,
          shapeOf(network, from.layer.outputs[from.call]![output]!).at(-1),
        ]),
    );
    expect(got).toEqual(layerFacts.links[id]);
  });

  it.each(Object.keys(layerFacts.files))('equals the inbound nodes of Keras: %s', async (file) => {
    const network = await openNetwork(fixture(file));
    const links = linksOf(network);
    const byName = new Map(links.layers.map((listed) => [listed.name, listed]));
    const expected = callsOf(layerFacts.files[file]!).filter(([name]) => byName.has(name));
    expect(expected.length).toBeGreaterThan(5);
    for (const [name, inbound] of expected) {
      const around = name.slice(0, name.lastIndexOf('/') + 1);
      // The input layer that Keras gives a Sequential model is not among its layers: what feeds the model feeds its first layer.
      const isFirst = inbound.some(([giver]) => !byName.has(`${around}${giver}`));
      const model = byName.get(around.slice(0, -1));
      const want = isFirst ? (model ? inboundOf(network, links, model) : []) : inbound;
      expect(inboundOf(network, links, byName.get(name)!), name).toEqual(want);
    }
  });

  it('names the four branches of mixed5, and who takes the result', async () => {
    const network = await architecture('inception-v3');
    const links = linksOf(network);
    const mixed5 = links.layers.find(({ name }) => name === 'mixed5')!;
    expect(links.inputsOf(mixed5).map(({ from }) => shapeOf(network, from.output).at(-1))).toEqual([
      192, 192, 192, 192,
    ]);
    const takers = links.outputsOf(mixed5);
    expect(takers.map(({ className }) => className).sort()).toEqual([
      ...['AveragePooling2D', 'Conv2D', 'Conv2D', 'Conv2D'],
    ]);
    for (const taker of takers) expect(links.inputsOf(taker).map(({ from }) => from)).toEqual([mixed5]);
    expect(links.layers.filter((listed) => links.isOutput(listed)).map(({ className }) => className)).toEqual(
      ['Dense'],
    );
  });

  it('is both ways the same, in every model of the fixtures', async () => {
    for (const file of Object.keys(layerFacts.files)) {
      const links = linksOf(await openNetwork(fixture(file)));
      for (const listed of links.layers)
        for (const taker of links.outputsOf(listed))
          expect(links.inputsOf(taker).some(({ from }) => from === listed)).toBe(true);
    }
  });

  it('goes into a model by its input layer, and out of it by the model', async () => {
    const network = await openNetwork(fixture('keras/k3_keras_nested/model.keras'));
    const links = linksOf(network);
    const inside = links.layers.filter(({ depth }) => depth > 0);
    const inputs = inside.filter(({ className }) => className === 'InputLayer');
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      const [link] = links.inputsOf(input);
      expect(link!.from.depth).toBe(input.depth - 1);
    }
    for (const taker of links.layers.filter(({ depth }) => depth === 0))
      for (const { from } of links.inputsOf(taker)) expect(from.depth).toBe(0);
    expect(inside.some((listed) => links.isOutput(listed))).toBe(true);
  });
});
