/** Numbers in 0..1 (1 excluded) that a seed decides: the "minimal standard" of Park and Miller, 1988. */
export function randomNumbers(seed: number): () => number {
  // Never 0, from which no other number comes; small seeds are spread first.
  let state = 1 + ((Math.abs(Math.trunc(seed)) * 48271 + 12345) % 2147483646);
  return () => {
    state = (state * 16807) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

/** Normally distributed numbers of mean 0 and deviation 1 that a seed decides. Source: Box and Muller, 1958. */
export function normalNumbers(seed: number): () => number {
  const next = randomNumbers(seed);
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
