/** Middle value of some times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const WARM_UPS = 5;
const RUNS_PER_BLOCK = 6;

/**
 * Median times in ms of several contestants, in alternating blocks: a slow moment of the machine hits all of them, and
 * within a block each finds its own data in the caches, as it would alone in an app.
 * @param blocks  measured blocks of each, after a warm-up
 */
export async function raceInBlocks(
  contestants: readonly (() => unknown)[],
  blocks: number,
): Promise<number[]> {
  const times = contestants.map((): number[] => []);
  for (const run of contestants) for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await run();
  for (let block = 0; block < blocks; block++)
    for (const [place, run] of contestants.entries())
      for (let turn = 0; turn < RUNS_PER_BLOCK; turn++) {
        const started = performance.now();
        await run();
        times[place]!.push(performance.now() - started);
      }
  return times.map(median);
}
