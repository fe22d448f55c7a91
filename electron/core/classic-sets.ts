/** The two layer sets of the 2018 script, whose hypercolumns every picture gets. */
export const CLASSIC_SETS: readonly (readonly number[])[] = [
  [1, 4, 7],
  [1, 4, 7, 10, 11, 14, 17],
];

/**
 * The part of a set that a model can average: small models have fewer layers.
 * @param hasMaps  whether the model has a layer of this index, and it has feature maps
 */
export function usablePart(set: readonly number[], hasMaps: (layer: number) => boolean): number[] {
  return set.filter(hasMaps);
}
