import type { SourcePicture } from '../analysis/source-picture';
import { collectGarbage } from '../image/collect-garbage';
import type { ComputeJob } from './services';

/** Pixels of more bytes than these (33 megapixels) are not kept: three pictures of 100 megapixels would take 900 MB. */
const MOST_KEPT_BYTES = 100e6;

/** How a picture is made once more. */
export interface Again {
  /** Bytes that are kept for it. */
  readonly bytes: number;
  decode(job: ComputeJob): Promise<SourcePicture>;
}

function bytesOf(picture: SourcePicture): number {
  if (picture.kind === 'tensor') return picture.tensor.data.byteLength;
  const pictures = new Set([picture.image, ...(picture.bands?.triples ?? [])]);
  return [...pictures].reduce((sum, { data }) => sum + data.byteLength, 0);
}

/**
 * The pixels of an opened picture. Large ones are there until they have been used once; whoever wants them later waits until
 * they are decoded again.
 */
export class KeptPixels {
  /** Of memory, while nobody uses them. */
  readonly bytes: number;
  readonly #again: Again | null;
  #decoded: SourcePicture | null;

  /** @param again  null for pixels that cannot be made again, which are kept whatever their size */
  constructor(decoded: SourcePicture, again: Again | null) {
    this.#decoded = decoded;
    this.#again = bytesOf(decoded) > MOST_KEPT_BYTES ? again : null;
    this.bytes = this.#again ? this.#again.bytes : bytesOf(decoded);
  }

  /** Lends them to some work, which must not keep them. */
  async lend<Result>(
    job: ComputeJob,
    work: (picture: SourcePicture) => Result | Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#use(job, work);
    } finally {
      if (this.#again) await this.#forget();
    }
  }

  /** Gives up what can be made again. */
  async letGo(): Promise<void> {
    if (this.#again && this.#decoded) await this.#forget();
  }

  async #forget(): Promise<void> {
    this.#decoded = null;
    await collectGarbage('major');
  }

  async #use<Result>(
    job: ComputeJob,
    work: (picture: SourcePicture) => Result | Promise<Result>,
  ): Promise<Result> {
    return work(this.#decoded ?? (await this.#again!.decode(job)));
  }
}
