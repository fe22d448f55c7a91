/** Pictures of which it is remembered; of more the oldest ones are forgotten. */
const MOST_PICTURES = 200;

/** How often maps had a value other than 0. */
export interface SeenMaps {
  /** Number of pictures. */
  readonly pictures: number;
  /** For each map in how many of them. */
  readonly active: Int32Array<ArrayBuffer>;
}

/** In which pictures that a model has seen which maps were active. A picture counts once, however often it is looked at. */
export class SeenPictures {
  readonly #layers = new Map<number, Map<string, Uint8Array>>();

  /**
   * Adds a picture to what is known of a layer.
   * @param picture   what tells it from others
   * @param isActive  for each map whether it has a value other than 0 there
   * @returns over all pictures that were added for the layer
   */
  see(layer: number, picture: string, isActive: readonly boolean[]): SeenMaps {
    const pictures = this.#layers.get(layer) ?? new Map<string, Uint8Array>();
    this.#layers.set(layer, pictures);
    const before = pictures.get(picture);
    pictures.delete(picture);
    // The same picture in another fit: it is active where it was in one of both.
    pictures.set(
      picture,
      Uint8Array.from(isActive, (one, map) => (one || before?.[map] ? 1 : 0)),
    );
    if (pictures.size > MOST_PICTURES) pictures.delete(pictures.keys().next().value!);
    const active = new Int32Array(isActive.length);
    for (const one of pictures.values()) one.forEach((mark, map) => (active[map]! += mark));
    return { pictures: pictures.size, active };
  }
}
