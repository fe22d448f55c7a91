import { failed, messageOf, type FeaturescopeError } from '../../shared/errors';
import { message, type Value } from '../../shared/messages/message';
import { allowedAddress } from './address';
import { systemCode } from '../../files/system-error';
import { byHand } from './download-error';
import { networkFor, type Network } from './network';

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
export class Cut extends Error {
  constructor(
    /** What broke it, for a sentence. */
    readonly why: Value,
    options?: ErrorOptions,
  ) {
    super('the connection was cut', options);
  }
}

/**
 * Ends a request that has been silent for too long, or that the user has had enough of.
 * `signal` is for `fetch`; `heard` is called whenever something arrives.
 */
export class Watch {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  readonly signal: AbortSignal;

  constructor(
    private readonly stallMs: number,
    signal: AbortSignal | undefined,
  ) {
    this.signal = signal ? AbortSignal.any([this.#controller.signal, signal]) : this.#controller.signal;
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    const seconds = Math.round(this.stallMs / 1000);
    this.#timer = setTimeout(
      () => this.#controller.abort(new Cut(message('part/silence', { seconds }))),
      this.stallMs,
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const UNREACHABLE = {
  ENOTFOUND: 'part/name-unknown',
  EAI_AGAIN: 'part/name-not-looked-up',
  ENETUNREACH: 'part/no-network',
  EHOSTUNREACH: 'part/no-way',
  ECONNREFUSED: 'part/refuses',
  UND_ERR_CONNECT_TIMEOUT: 'part/no-answer',
  ETIMEDOUT: 'part/no-answer',
} as const;

function isKnownCode(code: string): code is keyof typeof UNREACHABLE {
  return Object.hasOwn(UNREACHABLE, code);
}

/** The status with which a proxy refused; undici gives it deep inside and as words only. */
function refusalByProxy(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const [, status] = /Proxy response \((\d+)\)/.exec(current.message) ?? [];
    if (status !== undefined) return status;
  }
  return undefined;
}

/** What `fetch` could not do before any answer came. */
function unreachable(url: URL, { proxy }: Network, error: unknown): FeaturescopeError | Cut {
  const { host } = url;
  const code = systemCode(error);
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const refusal = refusalByProxy(error);
  if (proxy !== undefined && (refusal !== undefined || isKnownCode(code))) {
    const why = isKnownCode(code)
      ? message(UNREACHABLE[code])
      : message('part/proxy-answered', { status: refusal! });
    const problem = message('part/proxy-in-the-way', { host, proxy, why });
    return failed(
      'model/unreachable',
      { problem, remedy: message('part/check-proxy', { byHand: byHand(url) }) },
      { cause: error },
    );
  }
  if (isKnownCode(code)) {
    const problem = message('part/host-unreachable', { host, why: message(UNREACHABLE[code]) });
    const remedy = message('part/check-network', { byHand: byHand(url) });
    return failed('model/unreachable', { problem, remedy }, { cause: error });
  }
  if (/CERT|TLS|SSL|ISSUER/.test(code)) {
    const problem = message('part/host-unproven', { host, why: code });
    const remedy = message('part/check-clock');
    return failed('model/unreachable', { problem, remedy }, { cause: error });
  }
  return new Cut(messageOf(cause), { cause: error });
}

/**
 * Asks for a file, following a few redirects of the same protocol.
 * @throws FeaturescopeError model/unreachable, model/bad-redirect; Cut; what `signal` was aborted with
 */
export async function respond(
  start: URL,
  headers: Readonly<Record<string, string>>,
  watch: Watch,
): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    let response: Response;
    const network = await networkFor(url);
    try {
      // Unpacked by the way, the bytes could neither be counted nor asked for again from the middle.
      const wanted = { 'accept-encoding': 'identity', ...headers };
      response = await network.fetch(url, { redirect: 'manual', headers: wanted, signal: watch.signal });
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw unreachable(url, network, error);
    }
    watch.heard();
    if (![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    const location = response.headers.get('location') ?? '';
    const next = allowedAddress(location, url);
    if (next?.protocol !== start.protocol)
      throw failed('model/bad-redirect', {
        problem: message('part/sent-elsewhere', {
          host: url.host,
          place: location.slice(0, 200) || message('part/nowhere'),
          protocol: start.protocol,
        }),
        remedy: message('part/somebody-between'),
      });
    url = next;
  }
  throw failed('model/bad-redirect', {
    problem: message('part/sent-around', { host: start.host, count: MOST_REDIRECTS }),
    remedy: byHand(start),
  });
}
