import { createSubscriber } from 'svelte/reactivity';
import { ByteCache } from '../../electron/core/byte-cache';
import type { LayerMaps, MapRange, RequestInput } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { MatrixModel } from './matrix-model.svelte';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly matrix: Pick<MatrixModel, 'fetchRange' | 'visibleLayers'>;
  readonly session: Pick<Session, 'analysis'>;
}

type Wish = RequestInput<'layer:maps'>;

const CACHE_BYTES = 64e6;
const AT_ONCE = 2;

/**
 * Byte atlases of the layers on screen: what is missing is asked for, two at a time, of which the first comes with the pass
 * that computes all of them; what has left the screen is cancelled, and what has been fetched stays until the cache is full or another analysis comes.
 */
export class AtlasStore {
  readonly #cache = new ByteCache<LayerMaps>(CACHE_BYTES);
  readonly #underWay = new Map<string, Latest>();
  /** Not asked for again: these failed, or compute has them no more. */
  readonly #givenUp = new Set<string>();
  #wanted: ReadonlyMap<string, Wish> = new Map();
  #analysisId = '';
  #tellReaders = (): void => undefined;
  readonly #beRead = createSubscriber((update) => {
    this.#tellReaders = update;
  });

  constructor(readonly parts: Parts) {
    const { matrix, session } = parts;
    follow(
      () => ({
        analysisId: session.analysis?.analysisId ?? '',
        range: matrix.fetchRange,
        layers: matrix.visibleLayers,
      }),
      ({ analysisId, range, layers }) => this.#want(analysisId, range, layers),
    );
  }

  get bytes(): number {
    return this.#cache.bytes;
  }

  /** The atlas of a layer in the range of now, if it is here. Effects that read it run again when atlases arrive. */
  get(layer: number): LayerMaps | undefined {
    this.#beRead();
    return this.#cache.get(this.key(layer));
  }

  /** Name of a layer's maps as they are wanted now; changes with analysis and range. */
  key(layer: number): string {
    const { matrix, session } = this.parts;
    return keyOf({ analysisId: session.analysis?.analysisId ?? '', layer, range: matrix.fetchRange });
  }

  #want(analysisId: string, range: MapRange, layers: readonly number[]): void {
    if (analysisId !== this.#analysisId) {
      this.#cache.clear();
      this.#givenUp.clear();
    }
    this.#analysisId = analysisId;
    this.#wanted = new Map(
      (analysisId === '' ? [] : layers).map((layer) => {
        const input = { analysisId, layer, range };
        return [keyOf(input), input];
      }),
    );
    for (const [key, request] of this.#underWay) {
      if (this.#wanted.has(key)) continue;
      this.#underWay.delete(key);
      request.cancel();
    }
    this.#fetchNext();
  }

  #fetchNext(): void {
    for (const [key, input] of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (this.#isMissing(key)) void this.#fetch(key, { ...input, beside: this.#missingBeside(input.layer) });
    }
  }

  #isMissing(key: string): boolean {
    return !this.#cache.has(key) && !this.#givenUp.has(key) && !this.#underWay.has(key);
  }

  /** The other layers on screen whose maps are still to come. */
  #missingBeside(layer: number): number[] {
    const missing = [...this.#wanted].filter(([key, wish]) => wish.layer !== layer && this.#isMissing(key));
    return missing.map(([, wish]) => wish.layer);
  }

  async #fetch(key: string, input: Wish): Promise<void> {
    const { api, failures } = this.parts;
    const request = new Latest();
    this.#underWay.set(key, request);
    const outcome = await request.ask((signal) => api.call('layer:maps', input, { signal }), {
      isPart: true,
    });
    if (this.#underWay.get(key) !== request) return; // it has left the screen
    this.#underWay.delete(key);
    if (outcome.kind === 'done') {
      const { indices, nonFinite } = outcome.value;
      this.#cache.set(key, outcome.value, indices.byteLength + (nonFinite?.byteLength ?? 0));
      this.#tellReaders();
    } else this.#givenUp.add(key);
    if (outcome.kind === 'failed') failures.tell('error.maps', outcome.failure, { layer: input.layer });
    this.#fetchNext();
  }
}

function keyOf({ analysisId, layer, range }: Wish): string {
  const limits = range.scope === 'fixed' ? `${range.min}..${range.max}` : '';
  return `${analysisId}/${layer}/${range.scope}${limits}`;
}
