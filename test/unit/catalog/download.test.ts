import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Catalog, type CatalogEntry } from '../../../electron/catalog/catalog';
import { allowedAddress } from '../../../electron/catalog/download/address';
import { downloadModel, type DownloadProgress } from '../../../electron/catalog/download/download';
import { FileServer, serve } from '../../fixtures/file-server';
import { tinyDisk } from '../../fixtures/tiny-disk';
import { refusal, TempFolder } from '../model/model-files';

const folder = new TempFolder();
const userFolder = path.join(folder.path, 'user models');
const content = randomBytes(300_000);
const md5 = createHash('md5').update(content).digest('hex');
const patience = { stallMs: 20_000, retryMs: [5, 5] };

let server: FileServer;
let catalog: Catalog;
let model: CatalogEntry;
const target = path.join(userFolder, 'net/net.h5');
const part = `${target}.part`;

async function readCatalog(changes: Record<string, unknown> = {}): Promise<void> {
  const entry = {
    ...{ id: 'net', title: 'Net', file: 'net/net.h5', bytes: content.length, md5 },
    ...{ labels: 'labels.json', classes: 2, layers: 1, inputSize: [8, 8], preprocess: 'tf' },
    ...{ resize: 'antialias', licence: 'MIT', source: 'nowhere', isBundled: false },
    ...{ url: `${server.origin}/net.h5`, ...changes },
  };
  folder.write('catalog.json', JSON.stringify({ models: [entry] }));
  catalog = await Catalog.read(folder.path, userFolder);
  model = catalog.find('net');
}

/** Files of the user's folder. */
function left(): string[] {
  return existsSync(path.dirname(target)) ? readdirSync(path.dirname(target)).sort() : [];
}

beforeAll(async () => {
  server = await FileServer.start();
});
afterAll(() => server.stop());
beforeEach(() => readCatalog());
afterEach(() => {
  server.got.length = 0;
  rmSync(userFolder, { recursive: true, force: true });
});

describe('a download', () => {
  it('checks the file and leaves nothing else behind', async () => {
    server.handler = serve(content);
    const seen: DownloadProgress[] = [];
    const file = await downloadModel(catalog, model, {
      patience,
      onProgress: (progress) => seen.push(progress),
    });
    expect(file).toBe(target);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(left()).toEqual(['net.h5']);
    expect(await catalog.verifiedFile(model)).toBe(target);
    const fractions = seen.filter(({ stage }) => stage === 'download').map(({ fraction }) => fraction!);
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ stage: 'check', fraction: 1, totalBytes: content.length });
    // Once it is there nobody is asked again.
    await downloadModel(catalog, model);
    expect(server.got).toHaveLength(1);
  });

  it('goes on behind what it has when the connection breaks, as long as it is the same file', async () => {
    server.handler = serve(content, { cutAfter: [100_000, 50_000], chunkBytes: 10_000, pauseMs: 5 });
    await downloadModel(catalog, model, { patience });
    expect(readFileSync(target).equals(content)).toBe(true);
    const [, second, third] = server.got;
    expect(Number(/\d+/.exec(second!.range!)![0])).toBeGreaterThan(0);
    expect(Number(/\d+/.exec(third!.range!)![0])).toBeGreaterThan(Number(/\d+/.exec(second!.range!)![0]));
    expect(second!.ifRange).toMatch(/^"[0-9a-f]{40}"$/);
  });

  it.each([
    ['ignores ranges', { ignoresRanges: true }],
    ['gives no tag', { hasNoTag: true }],
    ['gives no length', { hasNoLength: true }],
  ])('is whole when it breaks at a server that %s', async (_, options) => {
    server.handler = serve(content, { ...options, cutAfter: [100_000] });
    await downloadModel(catalog, model, { patience });
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(left()).toEqual(['net.h5']);
  });

  it('keeps what it has when the connection breaks again and again, and goes on at the next call', async () => {
    server.handler = serve(content, { cutAfter: [100_000, 10_000, 10_000] });
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/cut');
    expect(message).toMatch(
      /^downloading Net: the connection to 127\.0\.0\.1:\d+ broke several times \(.*\); 0\.1 MB of 0\.3 MB are kept/,
    );
    expect(left()).toEqual(['net.h5.part', 'net.h5.part.json']);
    const kept = statSync(part).size;
    expect(kept).toBeGreaterThan(0);
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience });
    expect(server.got.at(-1)!.range).toBe(`bytes=${kept}-`);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it('starts anew when the server has another file by now', async () => {
    server.handler = serve(randomBytes(content.length), { cutAfter: [100_000, 1, 1] });
    await refusal(downloadModel(catalog, model, { patience }));
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience });
    expect(server.got.at(-1)!.range).toMatch(/^bytes=\d+-$/);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it('does not mix files of two addresses', async () => {
    server.handler = serve(content, { cutAfter: [100_000, 1, 1] });
    await refusal(downloadModel(catalog, model, { patience }));
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience, from: `${server.origin}/mirror.h5` });
    expect(server.got.at(-1)).toMatchObject({ path: '/mirror.h5', range: undefined });
  });

  it('only checks what is complete already', async () => {
    mkdirSync(path.dirname(part), { recursive: true });
    writeFileSync(part, content);
    await downloadModel(catalog, model, { patience });
    expect(server.got).toEqual([]);
    expect(left()).toEqual(['net.h5']);
  });

  it('throws away what has the wrong checksum', async () => {
    const other = Buffer.from(content);
    other[1000]! ^= 1;
    server.handler = serve(other);
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/hash-mismatch');
    expect(message).toMatch(
      /^downloading Net: the checksum of what 127\.0\.0\.1:\d+ sent is not the one in the catalogue, .*; it was not taken; try again/,
    );
    expect(left()).toEqual([]);
  });

  it('replaces a damaged file only by a sound one', async () => {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, 'damaged');
    expect(await catalog.verify(model)).toBe('wrong-size');
    expect((await refusal(catalog.verifiedFile(model))).message).toContain(
      'fetch it again with "models download net"',
    );
    await refusal(downloadModel(catalog, model, { patience }));
    expect(readFileSync(target, 'utf8')).toBe('damaged');
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience });
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it.each([
    ['longer', Buffer.concat([content, Buffer.from('!')]), {}],
    ['shorter', content.subarray(1), {}],
    ['a page of the network', Buffer.from('<html>log in</html>'), {}],
    ['longer than it says', Buffer.concat([content, content]), { hasNoLength: true }],
  ])('refuses a file that is %s before it fills the disk', async (_, other, options) => {
    server.handler = serve(other, options);
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/wrong-length');
    expect(message).toContain('but the file has 300,000 bytes');
    expect(left().filter((name) => name !== 'net.h5.part.json')).toEqual([]);
  });

  it('refuses packed bytes, which could be neither counted nor continued', async () => {
    server.handler = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    expect((await refusal(downloadModel(catalog, model, { patience }))).code).toBe('model/wrong-length');
  });

  it.each([404, 403, 410, 204])('says that the server answered %i', async (status) => {
    server.handler = (_, response) => response.writeHead(status).end();
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/refused');
    expect(message).toMatch(
      new RegExp(
        `the server 127\\.0\\.0\\.1:\\d+ answered ${status}; try again, or fetch http://.*/net\\.h5 with a browser`,
      ),
    );
    expect(server.got).toHaveLength(1);
  });

  it('tries again when the server is busy', async () => {
    server.handler = (request, response, attempt) =>
      attempt < 3 ? response.writeHead(503).end() : serve(content)(request, response, attempt);
    await downloadModel(catalog, model, { patience });
    expect(server.got).toHaveLength(3);
  });

  it('gives a silent server up', async () => {
    const impatient = { stallMs: 100, retryMs: [5] };
    server.handler = serve(content, { stallAfter: 65536 });
    const { code, message } = await refusal(downloadModel(catalog, model, { patience: impatient }));
    expect(code).toBe('model/cut');
    expect(message).toContain('nothing came for 0 seconds');
    server.handler = () => undefined;
    expect((await refusal(downloadModel(catalog, model, { patience: impatient }))).code).toBe('model/cut');
  });

  it('waits for a slow one', async () => {
    server.handler = serve(content, { chunkBytes: 30_000, pauseMs: 20 });
    await downloadModel(catalog, model, { patience: { stallMs: 5000, retryMs: [] } });
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it('says that nobody is there', async () => {
    const gone = await FileServer.start();
    await gone.stop();
    await readCatalog({ url: `${gone.origin}/net.h5` });
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/unreachable');
    expect(message).toMatch(
      /cannot be reached: it refuses connections; check the network, then try again, or fetch/,
    );
    await readCatalog({ url: 'https://no-such-name.invalid/net.h5' });
    const offline = await refusal(downloadModel(catalog, model, { patience }));
    expect(offline.code).toBe('model/unreachable');
    expect(offline.message).toMatch(
      /^downloading Net: the server no-such-name\.invalid cannot be reached: its name .*no network;/,
    );
  });

  it('can be interrupted at any time and goes on later', async () => {
    server.handler = serve(content, { chunkBytes: 30_000, pauseMs: 20 });
    const controller = new AbortController();
    const stopped = refusal(
      downloadModel(catalog, model, {
        patience,
        signal: controller.signal,
        onProgress: ({ doneBytes }) => doneBytes >= 60_000 && controller.abort(),
      }),
    );
    const { code, message } = await stopped;
    expect(code).toBe('job/cancelled');
    expect(message).toMatch(
      /^downloading Net: interrupted; 0\.1 MB of 0\.3 MB are kept, and the next download goes on from there\.$/,
    );
    expect(left()).toEqual(['net.h5.part', 'net.h5.part.json']);
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience });
    expect(server.got.at(-1)!.range).toMatch(/^bytes=[1-9]\d+-$/);

    rmSync(target);
    const before = new AbortController();
    before.abort();
    const early = await refusal(downloadModel(catalog, model, { patience, signal: before.signal }));
    expect(early.message).toBe('downloading Net: interrupted; nothing was left behind.');
  });

  it('can be interrupted while it waits for the next attempt', async () => {
    server.handler = serve(content, { cutAfter: [1000] });
    const controller = new AbortController();
    const patient = { stallMs: 5000, retryMs: [60_000] };
    const stopped = refusal(downloadModel(catalog, model, { patience: patient, signal: controller.signal }));
    setTimeout(() => controller.abort(), 200);
    expect((await stopped).code).toBe('job/cancelled');
  });

  it('is done by one at a time', async () => {
    server.handler = serve(content, { chunkBytes: 30_000, pauseMs: 200 });
    const first = downloadModel(catalog, model, { patience });
    await expect.poll(() => server.got.length).toBe(1);
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/busy');
    expect(message).toContain('another window or command is fetching it already');
    await first;
    expect(left()).toEqual(['net.h5']);
  });

  it('of a size that is not known is held below a limit and told by its checksum', async () => {
    await readCatalog({ isExactSize: false, bytes: 290_000 });
    server.handler = serve(content);
    await downloadModel(catalog, model, { patience });
    expect(await catalog.verify(model)).toBe('sound');
    rmSync(target);
    server.handler = serve(randomBytes(400_000));
    expect((await refusal(downloadModel(catalog, model, { patience }))).code).toBe('model/wrong-length');
    server.handler = serve(randomBytes(300_000));
    expect((await refusal(downloadModel(catalog, model, { patience }))).code).toBe('model/hash-mismatch');
  });
});

describe('redirects', () => {
  it('are followed within one protocol', async () => {
    server.handler = (request, response, attempt) =>
      request.url === '/net.h5'
        ? response.writeHead(302, { location: '/elsewhere.h5' }).end()
        : serve(content, { cutAfter: [undefined, 100_000] })(request, response, attempt);
    await downloadModel(catalog, model, { patience });
    expect(server.got.map((got) => got.path)).toEqual([
      '/net.h5',
      '/elsewhere.h5',
      '/net.h5',
      '/elsewhere.h5',
    ]);
    expect(server.got.at(-1)!.range).toMatch(/^bytes=\d+-$/);
  });

  it.each([
    ['without encryption', 'http://example.com/net.h5'],
    ['to a file', 'file:///etc/passwd'],
    ['to another protocol', 'https://example.com/net.h5'],
    ['with a user name', 'http://me:secret@127.0.0.1/net.h5'],
    ['nowhere', undefined],
  ])('are refused %s', async (_, location) => {
    server.handler = (_, response) =>
      response.writeHead(302, location === undefined ? {} : { location }).end();
    // An empty location means the same address again.
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/bad-redirect');
    expect(message).toMatch(/sends us/);
  });

  it('in a circle end', async () => {
    server.handler = (_, response) => response.writeHead(301, { location: '/net.h5' }).end();
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('model/bad-redirect');
    expect(message).toContain('more than 5 times');
    expect(server.got).toHaveLength(6);
  });
});

describe('a file that the user has', () => {
  it('is checked, copied and left alone', async () => {
    const own = folder.write('own copy.h5', content);
    expect(await downloadModel(catalog, model, { from: own })).toBe(target);
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(readFileSync(own).equals(content)).toBe(true);
    expect(left()).toEqual(['net.h5']);
    expect(server.got).toEqual([]);
  });

  it.each([
    [
      'of another size',
      Buffer.from('small'),
      'model/wrong-length',
      'it has 5 bytes, but the file has 300,000 bytes; give net.h5 as it was published.',
    ],
    ['with another checksum', randomBytes(content.length), 'model/hash-mismatch', 'the checksum of'],
  ])('%s is not taken', async (_, bytes, code, words) => {
    const own = folder.write('wrong.h5', bytes);
    const refused = await refusal(downloadModel(catalog, model, { from: own }));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(own);
    expect(refused.message).toContain(words);
    expect(left()).toEqual([]);
    expect(readFileSync(own).equals(bytes)).toBe(true);
  });

  it('that is missing, or a folder, is told', async () => {
    const missing = path.join(folder.path, 'none.h5');
    const { code, message } = await refusal(downloadModel(catalog, model, { from: missing }));
    expect([code, message.slice(0, 50 + missing.length)]).toEqual([
      'model/not-found',
      `taking ${missing} for Net: it cannot be found (ENOENT: no such file`.slice(0, 50 + missing.length),
    ]);
    expect((await refusal(downloadModel(catalog, model, { from: folder.path }))).message).toContain(
      'it is not a file',
    );
  });
});

describe('what models may be fetched from', () => {
  it.each([
    ['https://storage.example/net.h5', true],
    ['http://127.0.0.1:8000/net.h5', true],
    ['http://localhost/net.h5', true],
    ['http://[::1]:80/net.h5', true],
    ['http://storage.example/net.h5', false],
    ['http://127.0.0.1.example/net.h5', false],
    ['ftp://storage.example/net.h5', false],
    ['file:///net.h5', false],
    ['https://me@storage.example/net.h5', false],
    ['nothing', false],
  ])('%s: %s', (address, isAllowed) => {
    expect(allowedAddress(address) !== undefined).toBe(isAllowed);
  });

  it('is https, which is said', async () => {
    const { code, message } = await refusal(
      downloadModel(catalog, model, { from: 'http://example.com/net.h5' }),
    );
    expect(code).toBe('model/bad-address');
    expect(message).toContain('only fetched over https');
  });
});

describe('a folder that cannot be used', () => {
  it('is told', async () => {
    folder.write('user models', 'this is a file');
    server.handler = serve(content);
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('output/unwritable');
    expect(message).toContain(path.dirname(target));
  });

  it('is told before anything is sent when the disk has no room', async () => {
    // No disk has a thousand terabytes.
    await readCatalog({ bytes: 1e15 });
    server.handler = serve(content);
    const { code, message } = await refusal(downloadModel(catalog, model, { patience }));
    expect(code).toBe('output/disk-full');
    expect(message).toMatch(
      /^downloading Net: it needs 1000000000\.0 MB, and .* has [\d.]+ MB left: the disk is full, or this user's share of it; make room or choose another place\.$/,
    );
    expect(server.got).toEqual([]);
  });
});

describe('a disk that becomes full on the way', () => {
  it('is told; what has arrived is kept and the download goes on when there is room', async ({ skip }) => {
    const disk = tinyDisk('20m');
    if (typeof disk === 'string') {
      process.stderr.write(`disk full: skipped, a small disk cannot be mounted here: ${disk}\n`);
      skip(disk);
      return;
    }
    mkdirSync(userFolder);
    disk.at(userFolder);
    try {
      const filler = path.join(userFolder, 'filler');
      server.handler = serve(content, { chunkBytes: 10_000, pauseMs: 10 });
      const { code, message } = await refusal(
        downloadModel(catalog, model, {
          patience,
          onProgress: ({ doneBytes }) => {
            if (doneBytes >= 50_000 && !existsSync(filler)) fill(filler);
          },
        }),
      );
      expect(code).toBe('output/disk-full');
      expect(message).toBe(
        `downloading Net: writing ${part} (what is there already is kept): the disk is full, or this user's share of it; make room or choose another place.`,
      );
      rmSync(filler);
      expect(statSync(part).size).toBeGreaterThanOrEqual(50_000);
      server.handler = serve(content);
      await downloadModel(catalog, model, { patience });
      expect(server.got.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/);
      expect(readFileSync(target).equals(content)).toBe(true);
    } finally {
      disk.off(userFolder);
    }
  });

  /** Takes all room that there is. */
  function fill(file: string): void {
    const bytes = Buffer.alloc(4096);
    try {
      for (;;) appendFileSync(file, bytes);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
});
