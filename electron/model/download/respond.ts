import { messageOf } from '../../shared/errors';
import type { CatalogEntry } from '../catalog';
import { allowedAddress } from './address';
import { failed, orByHand, systemCode } from './download-error';

/** How patient a download is; tests are less so. */
export interface Patience {
  /** Longest silence of the server. */
  readonly stallMs: number;
  /** Waits before the second, third, ... attempt after a cut. */
  readonly retryMs: readonly number[];
}

export const PATIENCE: Patience = { stallMs: 30_000, retryMs: [1000, 3000, 9000] };

const MOST_REDIRECTS = 5;

/** A connection that broke or fell silent: what has arrived is kept, and another attempt may go on from there. */
export class Cut extends Error {}

/**
 * Ends a request that has been silent for too long, or that the user has had enough of.
 * `signal` is for `fetch`; `heard` is called whenever something arrives.
 */
export class Watch {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  readonly signal: AbortSignal;

  constructor(
    private readonly stallMs: number,
    signal: AbortSignal | undefined,
  ) {
    this.signal = signal ? AbortSignal.any([this.controller.signal, signal]) : this.controller.signal;
    this.heard();
  }

  heard(): void {
    clearTimeout(this.timer);
    const seconds = Math.round(this.stallMs / 1000);
    this.timer = setTimeout(
      () => this.controller.abort(new Cut(`nothing came for ${seconds} seconds`)),
      this.stallMs,
    );
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is unknown, perhaps because there is no network',
  EAI_AGAIN: 'its name cannot be looked up, perhaps because there is no network',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'there is no way to it',
  ECONNREFUSED: 'it refuses connections',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  ETIMEDOUT: 'it does not answer',
};

/** What `fetch` could not do before any answer came. */
function unreachable(model: CatalogEntry, url: URL, error: unknown): Error {
  const code = systemCode(error);
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (UNREACHABLE[code] !== undefined)
    return failed(
      'model/unreachable',
      model,
      `the server ${url.host} cannot be reached: ${UNREACHABLE[code]}`,
      `check the network, then ${orByHand(url)}`,
      error,
    );
  if (/CERT|TLS|SSL|ISSUER/.test(code))
    return failed(
      'model/unreachable',
      model,
      `the server ${url.host} cannot prove who it is (${code})`,
      'check the clock and the network, and do not go on where a stranger may be listening',
      error,
    );
  return new Cut(messageOf(cause), { cause: error });
}

/**
 * Asks for a file, following a few redirects of the same protocol.
 * @throws FeaturescopeError model/unreachable, model/bad-redirect; Cut; what `signal` was aborted with
 */
export async function respond(
  model: CatalogEntry,
  start: URL,
  headers: Readonly<Record<string, string>>,
  watch: Watch,
): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    let response: Response;
    try {
      // Unpacked by the way, the bytes could neither be counted nor asked for again from the middle.
      const wanted = { 'accept-encoding': 'identity', ...headers };
      response = await fetch(url, { redirect: 'manual', headers: wanted, signal: watch.signal });
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw unreachable(model, url, error);
    }
    watch.heard();
    if (![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    const location = response.headers.get('location') ?? '';
    const next = allowedAddress(location, url);
    if (next?.protocol !== start.protocol)
      throw failed(
        'model/bad-redirect',
        model,
        `the server ${url.host} sends us to ${location.slice(0, 200) || 'nowhere'}, which is not ${start.protocol}//`,
        'somebody may be in the way: check the network',
      );
    url = next;
  }
  throw failed(
    'model/bad-redirect',
    model,
    `the server ${start.host} sends us from place to place, more than ${MOST_REDIRECTS} times`,
    orByHand(start),
  );
}
