/** The two layer sets of the 2018 script, whose hypercolumns every picture gets. */
export const CLASSIC_SETS = [
  [1, 4, 7],
  [1, 4, 7, 10, 11, 14, 17],
] as const satisfies readonly (readonly number[])[];

/**
 * The part of a set that a model can average: small models have fewer layers.
 * @param layers  all layers, as they are listed
 * @param hasMaps  whether a layer has feature maps
 */
export function usablePart<Listed extends { readonly indexPath: string }>(
  set: readonly number[],
  layers: readonly Listed[],
  hasMaps: (layer: Listed) => boolean,
): Listed[] {
  // Those are layers of the model itself, also where it holds others.
  const byIndex = new Map(layers.map((layer) => [layer.indexPath, layer]));
  return set.flatMap((index) => byIndex.get(String(index)) ?? []).filter(hasMaps);
}
