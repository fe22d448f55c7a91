import type { RgbImage } from './tensor';

/** What is known of the bands of a picture that has more than colours, or of which some were chosen. */
export interface BandChoice {
  /** How many the file has. */
  readonly total: number;
  /** Those that are read, counted from 1, in their order. */
  readonly taken: readonly number[];
  readonly isChosen: boolean;
  /** The first three are red, green and blue. */
  readonly isColour: boolean;
}

/** The bands of a picture with their values, 0..255. */
export interface Bands extends BandChoice {
  /**
   * The bands that are taken, three at a time as the colours of a picture; the last one is filled up with 0. Empty where only
   * the colours were read.
   */
  readonly triples: readonly RgbImage[];
}

/** Channels of models that are fed pictures: grey, colour, colour and alpha. */
const PICTURE_CHANNELS: readonly number[] = [1, 3, 4];

/** True for a number of channels for which any picture will do. */
export function takesPictures(channels: number): boolean {
  return PICTURE_CHANNELS.includes(channels);
}

/**
 * The bands that a model is fed. As many as it has channels are fed as they are; others are a picture, grey (one) or of colours
 * (three), which is fed as any other. Without a choice those that are too many at the end are left out.
 * @returns undefined where the model needs others
 */
export function bandsFedTo(
  { taken, isChosen, isColour }: BandChoice,
  channels: number,
): readonly number[] | undefined {
  const count = taken.length;
  if (count === channels) return taken;
  const asPicture = taken.slice(0, count < 3 ? 1 : 3);
  if (isChosen) return count === asPicture.length && takesPictures(channels) ? taken : undefined;
  if (count < channels || (channels === 1 && isColour))
    return takesPictures(channels) ? asPicture : undefined;
  return taken.slice(0, channels);
}
