/** Downloads through what lies between this computer and a server: a proxy, and who vouches for the server. */
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { respond, Watch } from '../../../electron/catalog/download/respond';
import { valueOfFailure, type FeaturescopeError } from '../../../electron/shared/errors';
import { failureSentence } from '../../../electron/shared/messages/sentence';
import { commandLineTable, windowTables } from '../../../electron/shared/messages/tables';

const tls = path.resolve(import.meta.dirname, '../../fixtures/tls');
const CERTIFICATE = path.join(tls, 'certificate.pem');
/** Known to nobody, so that only a proxy can lead there. */
const ADDRESS = new URL('https://models.example.test/weights.h5');

let folder: string;
let server: https.Server;
let proxy: http.Server;
/** What the proxy was asked to connect to, and what it was told of who asks. */
let connected: { to: string | undefined; authorization: string | undefined }[] = [];
let refusal = '';

const portOf = (of: net.Server) => (of.address() as AddressInfo).port;
const listen = (of: net.Server) => new Promise<void>((resolve) => of.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
  const own = { key: readFileSync(path.join(tls, 'key.pem')), cert: readFileSync(CERTIFICATE) };
  server = https.createServer(own, (_request, response) => response.end('weights'));
  proxy = http.createServer((_request, response) => response.writeHead(500).end());
  proxy.on('connect', ({ url, headers }, client: net.Socket) => {
    connected.push({ to: url, authorization: headers['proxy-authorization'] });
    client.on('error', () => undefined);
    if (refusal !== '') {
      client.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
      return;
    }
    const through = net.connect(portOf(server), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(client);
      client.pipe(through);
    });
    through.on('error', () => client.destroy());
  });
  await Promise.all([listen(server), listen(proxy)]);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  proxy.closeAllConnections();
  proxy.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  connected = [];
  refusal = '';
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'NODE_EXTRA_CA_CERTS'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function ask(url = ADDRESS): Promise<string> {
  const watch = new Watch(20_000, undefined);
  try {
    return await (await respond(url, {}, watch)).text();
  } finally {
    watch.end();
  }
}

const saidOf = (asking: Promise<unknown>, table = commandLineTable) =>
  asking.then(
    () => 'no failure',
    (error: unknown) => failureSentence(valueOfFailure(error as FeaturescopeError), table),
  );

describe('a download', () => {
  it.each([
    ['HTTPS_PROXY', (port: number) => `http://127.0.0.1:${port}`],
    ['https_proxy', (port: number) => `http://127.0.0.1:${port}/`],
    ['HTTPS_PROXY', (port: number) => `127.0.0.1:${port}`],
  ])('goes through the proxy of %s, trusting NODE_EXTRA_CA_CERTS', async (variable, address) => {
    vi.stubEnv(variable, address(portOf(proxy)));
    vi.stubEnv('NODE_EXTRA_CA_CERTS', CERTIFICATE);
    expect(await ask()).toBe('weights');
    expect(connected).toEqual([{ to: 'models.example.test:443', authorization: undefined }]);
  });

  it('tells the proxy the name and word of its address, and nobody else', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://me:secret@127.0.0.1:${portOf(proxy)}`);
    vi.stubEnv('NODE_EXTRA_CA_CERTS', CERTIFICATE);
    expect(await ask()).toBe('weights');
    expect(connected[0]!.authorization).toBe(`Basic ${btoa('me:secret')}`);
    refusal = '407 Proxy Authentication Required';
    expect(await saidOf(ask())).toBe(
      `the server models.example.test cannot be reached through the proxy 127.0.0.1:${portOf(proxy)}: the proxy answered 407; check HTTPS_PROXY, or name the server in NO_PROXY; or try again, or fetch ${ADDRESS.href} with a browser and give that file instead.`,
    );
  });

  it.each(['NO_PROXY', 'no_proxy'])('goes past the proxy for the servers of %s', async (variable) => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    vi.stubEnv(variable, 'other.test,.example.test');
    // Which does not blame the proxy.
    expect(await saidOf(ask())).toMatch(
      /^the server models\.example\.test cannot be reached: its name (is unknown|cannot be looked up), /,
    );
    expect(connected).toEqual([]);
  });

  it('asks this computer directly', async () => {
    const direct = http.createServer((_request, response) => response.end('here'));
    await listen(direct);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    expect(await ask(new URL(`http://127.0.0.1:${portOf(direct)}/x`))).toBe('here');
    expect(connected).toEqual([]);
    direct.closeAllConnections();
    direct.close();
  });

  it('explains a certificate that nobody vouches for, with the way to vouch for it', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    expect(await saidOf(ask())).toBe(
      'the server models.example.test cannot prove who it is (DEPTH_ZERO_SELF_SIGNED_CERT); check the clock and the network, and do not go on where a stranger may be listening; where the network of a company or school opens what is encrypted, name the file of its certificate in NODE_EXTRA_CA_CERTS.',
    );
    expect(await saidOf(ask(), windowTables['zh-CN'])).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('names a proxy that does not answer', async () => {
    const closed = net.createServer();
    await listen(closed);
    const port = portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    expect(await saidOf(ask())).toContain(`through the proxy 127.0.0.1:${port}: it refuses connections`);
  });

  it.each(['socks5://127.0.0.1:1080', 'http://', '::'])(
    'names a variable that holds no proxy: %s',
    async (address) => {
      vi.stubEnv('HTTPS_PROXY', address);
      expect(await saidOf(ask())).toBe(
        'HTTPS_PROXY holds no address of a proxy; set HTTPS_PROXY to an address such as http://proxy:3128, or take it away.',
      );
    },
  );

  it('names certificates that cannot be read, or hold none', async () => {
    const missing = path.join(folder, 'missing.pem');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', missing);
    expect(await saidOf(ask())).toContain(
      `the certificates of NODE_EXTRA_CA_CERTS cannot be read from ${missing}`,
    );
    const empty = path.join(folder, 'empty.pem');
    writeFileSync(empty, 'no certificate');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', empty);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    expect(await saidOf(ask())).toContain('cannot prove who it is');
  });
});
