import { sizeOf } from '../../../electron/core/tensor';
import { assembleNetwork } from '../../../electron/model/assemble/assemble-network';
import { readBlueprint } from '../../../electron/model/blueprint/blueprint';
import type { Network } from '../../../electron/model/network';

/** Numbers of a weight, in C order. */
export type Values = (layer: string, weight: string, shape: readonly number[]) => ArrayLike<number>;

/** A network of a configuration, with weights that a test gives. */
export function weightedNetwork(config: unknown, values: Values): Network {
  return assembleNetwork(
    readBlueprint(config, '2.15.0'),
    '2.15.0',
    () =>
      ({ name, specs }) =>
        specs.map((spec) => {
          const data = Float32Array.from(values(name, spec.name, spec.shape));
          if (data.length !== sizeOf(spec.shape))
            throw new Error(`${name}/${spec.name} has ${sizeOf(spec.shape)} values`);
          return { name: spec.name, shape: spec.shape, data };
        }),
  );
}
