import type { LayerMaps, MapRange } from '../../electron/shared/contract';
import { failureOf, isAbandoned, isOvertaken, type Api } from '../api/api';
import type { Failure } from '../../electron/shared/contract';
import { ByteCache } from '../../electron/core/byte-cache';

const CACHE_BYTES = 64e6;
const AT_ONCE = 2;

/**
 * Byte atlases of the layers on screen. `want` names them: what is missing is asked for, two at a time, what is no longer
 * wanted is cancelled, and what has been fetched stays until the cache is full.
 */
export class AtlasStore {
  readonly #cache = new ByteCache<LayerMaps>(CACHE_BYTES);
  readonly #underWay = new Map<string, AbortController>();
  readonly #failed = new Map<string, Failure>();
  #wanted: readonly { key: string; layer: number }[] = [];
  #analysisId = '';
  #range: MapRange = { scope: 'map' };

  constructor(
    readonly api: Api,
    readonly onChange: (failure?: { layer: number; failure: Failure }) => void,
  ) {}

  get bytes(): number {
    return this.#cache.bytes;
  }

  /** The atlas of a layer in the wanted range, if it is here. */
  get(layer: number): LayerMaps | undefined {
    return this.#cache.get(this.#key(layer));
  }

  /** Name of the wanted version of a layer's maps; changes with analysis and range. */
  key(layer: number): string {
    return this.#key(layer);
  }

  want(analysisId: string, range: MapRange, layers: readonly number[]): void {
    if (analysisId !== this.#analysisId) {
      this.#cache.clear();
      this.#failed.clear();
    }
    this.#analysisId = analysisId;
    this.#range = range;
    this.#wanted = layers.map((layer) => ({ key: this.#key(layer), layer }));
    const keys = new Set(this.#wanted.map(({ key }) => key));
    for (const [key, request] of this.#underWay) if (!keys.has(key)) request.abort();
    this.#next();
  }

  #key(layer: number): string {
    const { scope } = this.#range;
    const limits = this.#range.scope === 'fixed' ? `${this.#range.min}..${this.#range.max}` : '';
    return `${this.#analysisId}/${layer}/${scope}${limits}`;
  }

  #next(): void {
    for (const { key, layer } of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (this.#cache.has(key) || this.#underWay.has(key) || this.#failed.has(key)) continue;
      void this.#fetch(key, layer);
    }
  }

  async #fetch(key: string, layer: number): Promise<void> {
    const request = new AbortController();
    this.#underWay.set(key, request);
    try {
      const input = { analysisId: this.#analysisId, layer, range: this.#range };
      const maps = await this.api.call('layer:maps', input, { signal: request.signal });
      const bytes = maps.indices.byteLength + (maps.nonFinite?.byteLength ?? 0);
      if (key.startsWith(`${this.#analysisId}/`)) this.#cache.set(key, maps, bytes);
      this.onChange();
    } catch (error) {
      if (!isAbandoned(error)) {
        const failure = failureOf(error);
        this.#failed.set(key, failure);
        const isWanted = key.startsWith(`${this.#analysisId}/`) && !isOvertaken(error);
        if (isWanted) this.onChange({ layer, failure });
      }
    } finally {
      this.#underWay.delete(key);
      this.#next();
    }
  }
}
