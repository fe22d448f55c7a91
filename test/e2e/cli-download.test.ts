import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileServer, serve } from '../fixtures/file-server';
import { fixture, inWorkspace, installForTests, PHOTOS, type Workspace } from './cli-process';

const installation = installForTests(true);
const WEIGHTS = readFileSync(fixture('keras/k3_weights_names/weights.h5'));
const CONFIG = fixture('keras/k3_weights_names/config.json');

let server: FileServer;
beforeAll(async () => {
  server = await FileServer.start();
  const models = path.join(installation.folder, 'models');
  const { models: bundled } = JSON.parse(readFileSync(path.join(models, 'catalog.json'), 'utf8')) as {
    models: object[];
  };
  const entry = {
    ...{ id: 'names', title: 'Names', file: 'names/weights.h5', bytes: WEIGHTS.length },
    ...{ md5: createHash('md5').update(WEIGHTS).digest('hex'), labels: 'names.json', classes: 4, layers: 8 },
    ...{ inputSize: [24, 24], preprocess: 'tf', resize: 'antialias', licence: 'MIT', source: 'a test' },
    ...{ isBundled: false, architecture: 'architectures/names.json', url: `${server.origin}/weights.h5` },
  };
  writeFileSync(path.join(models, 'catalog.json'), JSON.stringify({ models: [...bundled, entry] }));
  writeFileSync(path.join(models, 'architectures/names.json'), readFileSync(CONFIG));
  writeFileSync(path.join(models, 'names.json'), JSON.stringify(['a', 'b', 'c', 'd']));
});
afterAll(() => server.stop());
beforeEach(() => {
  server.got.length = 0;
});

const own = (ws: Workspace) => ({ env: { FEATURESCOPE_MODELS: ws.at('own') } });
const left = (ws: Workspace) =>
  existsSync(ws.at('own/names')) ? readdirSync(ws.at('own/names')).sort() : [];

describe('models download', () => {
  it(
    'makes a model usable for every command',
    inWorkspace(installation, async (ws) => {
      server.handler = serve(WEIGHTS);
      const options = own(ws);
      await ws.refuse(
        ['predict', PHOTOS.chelsea, '--model', 'names'],
        'model/not-downloaded',
        ['fetch them with "models download names"'],
        options,
      );
      const file = ws.at('own/names/weights.h5');
      expect(await ws.succeed(['models', 'download', 'names'], options)).toBe(
        `names is here now, its checksum is right: ${file}\n`,
      );
      expect(await ws.succeed(['models', 'download', 'names'], options)).toBe(
        `names is already here: ${file}\n`,
      );
      expect(server.got).toHaveLength(1);
      expect(await ws.succeed(['models'], options)).toContain('names  Names  (on this disk)');
      expect(await ws.succeed(['models', 'verify'], options)).toMatch(/\nnames +ok +\S+weights\.h5\n$/);
      const fetched = await ws.succeedWithJson<{ results: unknown[] }>(
        ['predict', PHOTOS.chelsea, '--model', 'names'],
        options,
      );
      // The same weights given by hand, with the same labels and preprocessing.
      const byHand = await ws.succeedWithJson<{ results: unknown[] }>([
        ...['predict', PHOTOS.chelsea, '--model', fixture('keras/k3_weights_names/weights.h5')],
        ...['--architecture', CONFIG, '--preprocess', 'tf'],
        ...['--labels', path.join(installation.folder, 'models/names.json')],
      ]);
      expect(fetched.results).toEqual(byHand.results);

      writeFileSync(file, 'damaged');
      const { code, stderr } = await ws.run(['models', 'verify'], options);
      expect([code, stderr]).toEqual([
        1,
        'error model/hash-mismatch: checking the models: names is missing or damaged; fetch again with "models download ID".\n',
      ]);
      await ws.succeed(['models', 'download', 'names'], options);
      expect(readFileSync(file).equals(WEIGHTS)).toBe(true);
    }),
  );

  it(
    '--from takes a file or another address',
    inWorkspace(installation, async (ws) => {
      const options = own(ws);
      const file = ws.write('mine.h5', WEIGHTS);
      const missing = await ws.run(['models', 'download', 'names', '--from', 'none.h5'], options);
      expect(missing.stderr).toMatch(/^error model\/not-found: taking none\.h5 for Names: /);
      await ws.succeed(['models', 'download', 'names', '--from', file], options);
      expect(left(ws)).toEqual(['weights.h5']);
      expect(server.got).toEqual([]);
      server.handler = serve(WEIGHTS);
      await ws.succeed(['models', 'download', 'names', '--from', `${server.origin}/mirror`], {
        env: { FEATURESCOPE_MODELS: ws.at('other') },
      });
      expect(server.got.map((got) => got.path)).toEqual(['/mirror']);
    }),
  );

  it(
    'is ended by Ctrl-C and goes on later',
    inWorkspace(installation, async (ws) => {
      server.handler = serve(WEIGHTS, { chunkBytes: 1000, pauseMs: 30 });
      const options = own(ws);
      const run = await ws.run(['models', 'download', 'names'], {
        ...options,
        onStart: (child) =>
          void expect
            .poll(() => left(ws), { timeout: 30_000 })
            .toContain('weights.h5.part')
            .then(() => setTimeout(() => child.kill('SIGINT'), 200)),
      });
      expect(run.stderr).toMatch(
        /^error job\/cancelled: downloading Names: interrupted; .* are kept, and the next download goes on from there\.\n$/,
      );
      expect([run.code, run.stdout]).toEqual([1, '']);
      expect(left(ws)).toEqual(['weights.h5.part', 'weights.h5.part.json']);
      server.handler = serve(WEIGHTS);
      await ws.succeed(['models', 'download', 'names'], options);
      expect(server.got.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/);
      expect(left(ws)).toEqual(['weights.h5']);
    }),
  );

  it(
    'says what is wrong and leaves no wrong file',
    inWorkspace(installation, async (ws) => {
      const options = own(ws);
      const refused = async (code: string, words: string) => {
        const run = await ws.run(['models', 'download', 'names'], options);
        expect(run.stderr).toMatch(new RegExp(`^error ${code}: downloading Names: [^\\n]*\\n$`));
        expect(run.stderr).toContain(words);
        expect(run.code).toBe(1);
        expect(left(ws)).not.toContain('weights.h5');
      };
      server.handler = (_, response) => response.writeHead(404).end();
      await refused('model/refused', 'answered 404');
      server.handler = serve(Buffer.alloc(WEIGHTS.length));
      await refused('model/hash-mismatch', 'it was not taken');
      server.handler = serve(Buffer.alloc(10));
      await refused('model/wrong-length', 'sends 10 bytes');
    }),
  );
});

describe.concurrent('--architecture', () => {
  const weights = fixture('keras/k2_weights_updown/weights.h5');
  const config = fixture('keras/k2_weights_updown/config.json');

  it(
    'gives weights their layers',
    inWorkspace(installation, async (ws) => {
      const { layers } = await ws.succeedWithJson<{ layers: { name: string; class: string }[] }>([
        ...['layers', '--model', weights, '--architecture', config],
      ]);
      const expected = JSON.parse(readFileSync(fixture('keras/k2_weights_updown/expected.json'), 'utf8')) as {
        layers: { name: string; class: string }[];
      };
      expect(layers.map((layer) => [layer.name, layer.class])).toEqual(
        expected.layers.map((layer) => [layer.name, layer.class]),
      );
    }),
  );

  it.each<[string, string[], string, string[]]>([
    [
      'of another model',
      [weights, 'vgg16'],
      'model/wrong-architecture',
      [
        'layer block1_conv1 (class Conv2D, index 1) needs weights of shape (3, 3, 3, 64), (64), but the file has',
      ],
    ],
    ['that nobody knows', [weights, 'vgg61'], 'model/unknown-architecture', ['did you mean vgg16?']],
    [
      'that is missing',
      [weights, 'none.json'],
      'model/not-found',
      ['reading the architecture none.json: there is no such file'],
    ],
    [
      'beside a whole model',
      [fixture('keras/k3_keras_nested/model.keras'), config],
      'model/not-weights',
      ['leave --architecture out'],
    ],
    [
      'beside a model of the catalogue',
      ['efficientnet-lite0', 'vgg16'],
      'usage/needless-architecture',
      ['leave --architecture out'],
    ],
  ])('%s is refused', (_, [model, architecture], code, words) =>
    inWorkspace(installation, (ws) =>
      ws.refuse(['layers', '--model', model!, '--architecture', architecture!], code, words),
    )(),
  );
});
