import type { Network } from '../model/network';
import type { ReadingSource } from './read-in-thread';
import type { JobContext } from './services';

/** Reads a model file; ends when the job is aborted. */
type Read = (source: ReadingSource, job: JobContext) => Promise<Network>;

/**
 * A model that is read before the page asks for it: the one that it will ask for first, while the page itself still starts.
 * Nothing native sees it before that, so no model can end the process this way.
 */
export class ReadAhead {
  #source: ReadingSource | undefined;
  #network: Promise<Network> | undefined;
  readonly #abort = new AbortController();
  #onProgress: JobContext['progress'] = () => undefined;

  constructor(private readonly read: Read) {}

  begin(source: ReadingSource): void {
    this.#source = source;
    const job = {
      signal: this.#abort.signal,
      progress: (progress: Parameters<JobContext['progress']>[0]) => this.#onProgress(progress),
    };
    this.#network = this.read(source, job);
    // Whoever asks for the model is told why it cannot be read.
    this.#network.catch(() => undefined);
  }

  /** The model as read by now, once; read anew if it is another one, whose reading takes the place of this. */
  take(source: ReadingSource, job: JobContext): Promise<Network> {
    const network = this.#network;
    const abort = this.#abort;
    const isIt = source.file === this.#source?.file && source.architecture === this.#source.architecture;
    this.#network = this.#source = undefined;
    if (network === undefined || !isIt) {
      abort.abort(new Error('another model was asked for'));
      return this.read(source, job);
    }
    this.#onProgress = job.progress;
    job.signal.addEventListener('abort', () => abort.abort(job.signal.reason), { once: true });
    return network;
  }
}
