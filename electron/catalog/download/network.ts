import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { whyUnreadable } from '../../files/why-unreadable';

/** How an address is asked. */
export interface Network {
  readonly fetch: typeof fetch;
  /** The proxy that was asked, without what it is logged in with; none where the server itself was. */
  readonly proxy: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const CERTIFICATES = 'NODE_EXTRA_CA_CERTS';

/**
 * The network as the environment describes it, with the variables that other programs read: HTTPS_PROXY, NO_PROXY (in
 * small letters too) and NODE_EXTRA_CA_CERTS, which Electron reads in no package. This computer is asked directly.
 * @throws FeaturescopeError model/unreachable: a variable holds what cannot be used
 */
export async function networkFor(url: URL, env: Environment = process.env): Promise<Network> {
  const proxy = url.protocol === 'https:' ? proxyIn(env) : undefined;
  const certificates = env[CERTIFICATES] ?? '';
  if (url.protocol !== 'https:' || (proxy === undefined && certificates === ''))
    return { fetch, proxy: undefined };
  const ca =
    certificates === '' ? undefined : [...tls.rootCertificates, await readCertificates(certificates)];
  // Loaded by the few that need it. Node's own fetch takes no dispatcher of another version.
  const { buildConnector, EnvHttpProxyAgent, fetch: fetchBy } = await import('undici');
  const trust = ca === undefined ? {} : { ca };
  // The agent alone knows which servers NO_PROXY means.
  const connectDirectly = buildConnector(trust);
  let isDirect = false;
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: '',
    httpsProxy: proxy?.href ?? '',
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
    connect: (options, callback) => {
      isDirect = true;
      connectDirectly(options, callback);
    },
    requestTls: trust,
    proxyTls: trust,
  });
  return {
    fetch: ((address: URL, options: RequestInit) =>
      fetchBy(address, { ...options, dispatcher } as Parameters<
        typeof fetchBy
      >[1])) as unknown as typeof fetch,
    get proxy() {
      return isDirect ? undefined : proxy?.host;
    },
  };
}

/** The proxy that the environment names; `host:port` means http, as everywhere. */
function proxyIn(env: Environment): URL | undefined {
  const variable = ['https_proxy', 'HTTPS_PROXY'].find((name) => (env[name] ?? '') !== '');
  if (variable === undefined) return undefined;
  const text = env[variable]!.trim();
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address);
  throw failed('model/unreachable', {
    problem: message('part/bad-proxy', { variable }),
    remedy: message('part/fix-proxy', { variable }),
  });
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw failed(
      'model/unreachable',
      {
        problem: message('part/bad-certificates', {
          variable: CERTIFICATES,
          file,
          why: whyUnreadable(error),
        }),
        remedy: message('part/fix-certificates', { variable: CERTIFICATES }),
      },
      { cause: error },
    );
  }
}
