/** One thing to time; `run` may be asynchronous. */
export interface Contestant {
  readonly name: string;
  run(): unknown;
}

/** Middle value of some times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Median times in ms of several contestants, run in turn so that a slow moment of the machine hits all of them.
 * @param rounds  measured rounds after the warm-up
 */
export async function raceInTurn(
  contestants: readonly Contestant[],
  rounds: number,
  warmUps = 5,
): Promise<number[]> {
  const times = contestants.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round++)
    for (const [place, contestant] of contestants.entries()) {
      const started = performance.now();
      await contestant.run();
      if (round >= 0) times[place]!.push(performance.now() - started);
    }
  return times.map(median);
}
