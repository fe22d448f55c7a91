import { InvalidArgumentError } from 'commander';

/** Reads a number. */
export function toNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It is not a number.');
  return value;
}

/** Reads a whole number within limits. */
export function toCount([lowest, highest]: readonly [number, number]): (text: string) => number {
  return (text) => {
    const value = toNumber(text);
    if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`It is not a whole number from ${lowest} to ${highest}.`);
  };
}

/** Reads a number above 0. */
export function toPositive(text: string): number {
  const value = toNumber(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is not above 0.');
  return value;
}
