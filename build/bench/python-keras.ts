import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { median } from './measure';

/** Keras in a Python of the user's, started once and asked for times in between ours. */
export class PythonKeras {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string) {
    this.#process = spawn(python, [path.join(import.meta.dirname, 'keras_reference.py')]);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** Times in ms of `model.predict` and of the model as a `tf.function`. */
  async times(model: string, runs: number): Promise<{ predict: number[]; function: number[] }> {
    this.#process.stdin.write(`${model} ${runs}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`Python ended early; it needs keras 3 and tensorflow 2.16 or later`);
    return JSON.parse(value as string) as { predict: number[]; function: number[] };
  }

  close(): void {
    this.#process.stdin.end();
  }
}

/** Medians of our time and of Keras' two, measured in alternating blocks. */
export async function raceKeras(
  keras: PythonKeras,
  model: string,
  ours: () => unknown,
  blocks: number,
  runsPerBlock: number,
): Promise<{ ours: number; predict: number; function: number }> {
  const own: number[] = [];
  const predict: number[] = [];
  const asFunction: number[] = [];
  await keras.times(model, 1);
  for (let run = 0; run < 5; run++) ours();
  for (let block = 0; block < blocks; block++) {
    for (let run = 0; run < runsPerBlock; run++) {
      const started = performance.now();
      ours();
      own.push(performance.now() - started);
    }
    const theirs = await keras.times(model, runsPerBlock);
    predict.push(...theirs.predict);
    asFunction.push(...theirs.function);
  }
  return { ours: median(own), predict: median(predict), function: median(asFunction) };
}
