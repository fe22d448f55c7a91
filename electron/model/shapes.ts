/** Shape with the batch axis first, as Keras prints it; null = open until a picture is fed. */
export type Shape = readonly (number | null)[];

/** True for the output of a layer that consists of feature maps: [batch, height, width, channels]. */
export function isSpatial(shape: Shape): boolean {
  return shape.length === 4;
}

/** `(None, 112, 112, 32)`, as Keras prints a shape. */
export function formatShape(shape: Shape): string {
  return `(${shape.map((dimension) => dimension ?? 'None').join(', ')})`;
}
