import type { PictureSource, Settings } from '../../electron/shared/contract';
import type { PictureReading } from '../../electron/shared/picture-reading';

const MOST_READINGS = 40;

/** How a picture is read, where the user has chosen. */
export function readingOf(source: PictureSource | null): PictureReading {
  return (source?.kind === 'path' || source?.kind === 'bytes' ? source.reading : undefined) ?? {};
}

/** What is remembered between runs of how files are read, with that of one file. */
export function withReading(
  { pictureReadings }: Settings,
  picture: string,
  reading: PictureReading,
): Pick<Settings, 'pictureReadings'> {
  const others = pictureReadings.filter((one) => one.picture !== picture);
  const isChosen = Object.values(reading).some((value) => value !== undefined);
  return {
    pictureReadings: (isChosen ? [{ ...reading, picture }, ...others] : others).slice(0, MOST_READINGS),
  };
}
