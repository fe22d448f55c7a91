import path from 'node:path';
import { expect, it } from 'vitest';
import { assembleNetwork } from '../../../electron/model/assemble/assemble-network';
import { receptiveField } from '../../../electron/model/field/receptive-field';
import { inferShapes } from '../../../electron/model/kinds/infer-shapes';
import { listedLayers, type Network } from '../../../electron/model/network';
import { findArchitecture, readArchitecture } from '../../../electron/model/readers/architecture';

const modelsDir = path.resolve(import.meta.dirname, '../../../models');

async function architecture(id: string): Promise<Network> {
  const { blueprint, kerasVersion } = await readArchitecture(await findArchitecture(modelsDir, id));
  return assembleNetwork(blueprint, kerasVersion, () => () => []);
}

it('of InceptionV3 is as computed from its file by others, along height', async () => {
  const network = await architecture('inception-v3');
  const shapes = inferShapes(network, [1, 299, 299, 3]);
  const layers = listedLayers(network);
  const found = (name: string | number) => {
    const { output } = layers.find((one) => one.ownName === name || one.layer.index === name)!;
    const { rows } = receptiveField(network, shapes, output);
    return [rows.size, rows.stride];
  };
  expect(found(3)).toEqual([3, 2]);
  expect(found(9)).toEqual([11, 2]);
  expect(found(17)).toEqual([31, 8]);
  expect(['mixed0', 'mixed3', 'mixed5', 'mixed7', 'mixed10'].map(found)).toEqual([
    [63, 8],
    [159, 16],
    [543, 16],
    [927, 16],
    [1311, 32],
  ]);
});

it('ends at the borders of the picture, and is all of it behind global pooling', async () => {
  const network = await architecture('inception-v3');
  const shapes = inferShapes(network, [1, 299, 299, 3]);
  const layers = listedLayers(network);
  const fieldOf = (name: string) =>
    receptiveField(network, shapes, layers.find((one) => one.ownName === name)!.output);
  const { rows, seesAll } = fieldOf('mixed3');
  expect(seesAll).toBe(false);
  // The first of 17 places begins above the picture, the last one ends below it; in it both are cut.
  expect(rows.from).toHaveLength(17);
  expect([rows.from[0]! < 0, rows.to[16]! > 298, rows.insideFrom[0], rows.insideTo[16]]).toEqual([
    true,
    true,
    0,
    298,
  ]);
  expect(rows.to[8]! - rows.from[8]! + 1).toBe(159);
  const pooled = fieldOf('avg_pool');
  expect(pooled).toMatchObject({ seesAll: true, rows: { size: 0, stride: 0 } });
  expect([pooled.rows.insideFrom[0], pooled.rows.insideTo[0]]).toEqual([0, 298]);
});
