import { createSubscriber } from 'svelte/reactivity';
import { ByteCache } from '../../electron/core/byte-cache';
import type { Failure, LayerChannels, LayerMaps, MapRange } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { ByteMap } from '../lib/tile-drawing';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { TileGrid, VisibleMaps } from './tile-grid.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  /** What is on screen. */
  readonly grid: Pick<TileGrid, 'fetchRange' | 'visibleMaps'>;
  readonly session: Pick<Session, 'analysis'>;
}

/** One map as bytes, and the values that the first and the last of them stand for. */
export interface TileMap extends ByteMap {
  readonly min: number;
  readonly max: number;
}

/** What is under way. */
interface Asked {
  readonly request: Latest;
  readonly layers: LayerChannels[];
  readonly keys: ReadonlySet<string>;
}

const CACHE_BYTES = 64e6;
/** What a map takes beside its bytes. */
const ENTRY_BYTES = 200;
/** Values that come with one answer, unless a single map has more. */
const MOST_VALUES = 12e6;

/**
 * Byte maps of the tiles on screen, and of no others: what is missing comes with one request at a time, whose pass computes the
 * channels on screen of all layers on screen. What has left the screen before it came is cancelled, and what came stays until the
 * cache is full or another analysis comes.
 */
export class TileMaps {
  readonly #cache = new ByteCache<TileMap>(CACHE_BYTES);
  /** Not asked for again: these failed, or compute has them no more. */
  readonly #givenUp = new Set<string>();
  /** Came since the screen changed: where the cache holds less than the screen shows, they are not asked for again. */
  readonly #came = new Set<string>();
  /** A request for several layers failed: the one that is to blame is found by asking for each alone. */
  #isOneByOne = false;
  #asked: Asked | null = null;
  #wanted: readonly VisibleMaps[] = [];
  #range: MapRange = { scope: 'map' };
  #analysisId = '';
  #arrivals = 0;
  #tellReaders = (): void => undefined;
  readonly #beRead = createSubscriber((update) => {
    this.#tellReaders = update;
  });

  constructor(readonly parts: Parts) {
    const { session } = parts;
    follow(
      () => ({
        analysisId: session.analysis?.analysisId ?? '',
        range: parts.grid.fetchRange,
        wanted: parts.grid.visibleMaps,
      }),
      ({ analysisId, range, wanted }) => this.#want(analysisId, range, wanted),
    );
  }

  get bytes(): number {
    return this.#cache.bytes;
  }

  /** Counts the answers. Effects that read it run again when maps arrive. */
  get arrivals(): number {
    this.#beRead();
    return this.#arrivals;
  }

  /** A map in the range of now, if it is here. */
  get(layer: number, filter: number): TileMap | undefined {
    return this.#cache.get(this.key(layer, filter));
  }

  /** Name of a map as it is wanted now; changes with analysis and range. */
  key(layer: number, filter: number): string {
    const { grid, session } = this.parts;
    return keyOf(session.analysis?.analysisId ?? '', grid.fetchRange, layer, filter);
  }

  #want(analysisId: string, range: MapRange, wanted: readonly VisibleMaps[]): void {
    if (analysisId !== this.#analysisId) {
      this.#cache.clear();
      this.#givenUp.clear();
      this.#isOneByOne = false;
    }
    this.#came.clear();
    [this.#analysisId, this.#range, this.#wanted] = [analysisId, range, analysisId === '' ? [] : wanted];
    const isAnyWanted = this.#wanted.some(({ layer, channels }) =>
      channels.some((channel) => this.#asked?.keys.has(this.#keyOf(layer, channel))),
    );
    if (this.#asked && !isAnyWanted) {
      this.#asked.request.cancel();
      this.#asked = null;
    }
    // Behind what else a new result makes the page ask for: the map that somebody looks at comes before all others.
    queueMicrotask(() => this.#fetchNext());
  }

  #keyOf(layer: number, channel: number): string {
    return keyOf(this.#analysisId, this.#range, layer, channel);
  }

  /** What is missing, as much as may come with one answer. */
  #missing(): LayerChannels[] {
    const missing: LayerChannels[] = [];
    let room = MOST_VALUES;
    for (const { layer, channels, mapSize } of this.#wanted) {
      if (room < mapSize && missing.length > 0) break;
      const lacking = channels.filter((channel) => this.#isMissing(this.#keyOf(layer, channel)));
      if (lacking.length === 0) continue;
      const most = Math.max(1, Math.floor(room / mapSize));
      missing.push({ layer, channels: lacking.slice(0, most) });
      room -= mapSize * Math.min(most, lacking.length);
      if (this.#isOneByOne) break;
    }
    return missing;
  }

  #isMissing(key: string): boolean {
    return !this.#cache.has(key) && !this.#givenUp.has(key) && !this.#came.has(key);
  }

  #fetchNext(): void {
    if (this.#asked) return;
    const layers = this.#missing();
    if (layers.length === 0) return;
    const keys = layers.flatMap(({ layer, channels }) =>
      channels.map((channel) => this.#keyOf(layer, channel)),
    );
    void this.#fetch({ layers, keys: new Set(keys), request: new Latest() });
  }

  async #fetch(asked: Asked): Promise<void> {
    this.#asked = asked;
    const { api } = this.parts;
    const { layers, request } = asked;
    const range = this.#range;
    const input = { analysisId: this.#analysisId, range, layers };
    const outcome = await request.ask((signal) => api.call('layer:maps', input, { signal }), {
      isPart: true,
    });
    if (this.#asked !== asked) return; // it has left the screen
    this.#asked = null;
    if (outcome.kind === 'done') this.#keep(asked, range, outcome.value);
    else this.#giveUp(asked, outcome.kind === 'failed' ? outcome.failure : null);
    this.#fetchNext();
  }

  #keep({ layers }: Asked, range: MapRange, answer: readonly LayerMaps[]): void {
    answer.forEach((maps, place) => {
      const { layer, channels } = layers[place]!;
      channels.forEach((channel, at) => {
        const key = keyOf(this.#analysisId, range, layer, channel);
        const map = mapAt(maps, at);
        this.#came.add(key);
        this.#cache.set(key, map, bytesOf(map));
      });
    });
    this.#arrivals++;
    this.#tellReaders();
  }

  #giveUp({ layers, keys }: Asked, failure: Failure | null): void {
    if (failure && layers.length > 1) this.#isOneByOne = true;
    else {
      for (const key of keys) this.#givenUp.add(key);
      if (failure) this.parts.failures.tell('error.maps', failure, { layer: layers[0]!.layer });
    }
  }
}

/** One of the maps of an answer, as a copy: the whole answer would stay as long as any of its maps. */
function mapAt({ width, height, indices, nonFinite, min, max }: LayerMaps, place: number): TileMap {
  const size = width * height;
  const part = (bytes: Uint8Array): Uint8Array => bytes.slice(place * size, (place + 1) * size);
  return {
    ...{ width, height, offset: 0, min: min[place]!, max: max[place]! },
    indices: part(indices),
    nonFinite: nonFinite && part(nonFinite),
  };
}

function bytesOf({ indices, nonFinite }: TileMap): number {
  return indices.byteLength + (nonFinite?.byteLength ?? 0) + ENTRY_BYTES;
}

function keyOf(analysisId: string, range: MapRange, layer: number, channel: number): string {
  const limits = range.scope === 'fixed' ? `${range.min}..${range.max}` : '';
  return `${analysisId}/${range.scope}${limits}/${layer}/${channel}`;
}
