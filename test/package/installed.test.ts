/** The installed app, used by an ordinary user with an empty home: command line, window, and what is left behind. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuses, readFuses } from '../../build/package/fuses.mjs';
import { projectRoot } from '../../build/electron/version.mjs';
import {
  installDeb,
  installEarlierDeb,
  installTar,
  isRoot,
  manifest,
  reasonAgainstDeb,
  type Installed,
} from './packages';
import { listOf, OrdinaryUser, processesIn, quit, ROCKET_NOTE, signalAll, statusOf } from './ordinary-user';

const photo = path.join(projectRoot, 'test/fixtures/photos/rocket.jpg');
/** The three likeliest classes and their probabilities by Keras and Pillow: models/efficientnet-lite0/README.md. */
const rocket = [[540, 0.424], [657, 0.118], [744, 0.067]] as const; // prettier-ignore
const chelsea = [['Egyptian cat', 79.1], ['tiger cat', 8.8], ['tabby', 7.1]] as const; // prettier-ignore

const debReason = reasonAgainstDeb();
if (debReason !== null) process.stderr.write(`the Debian package installed: skipped, ${debReason}\n`);
const desktop = { PATH: '/usr/bin:/bin' };
const desktopTools = ['gio', 'gtk-launch', 'xdg-mime'].filter((tool) => !fs.existsSync(`/usr/bin/${tool}`));
const desktopReason = desktopTools.length > 0 ? `there is no ${desktopTools.join(', ')}` : null;
if (desktopReason !== null) process.stderr.write(`files from the desktop: skipped, ${desktopReason}\n`);
/** Set by build/package/test-bare-root.mjs: only the Debian package brings the libraries that it needs. */
const isBareRoot = Boolean(process.env['FEATURESCOPE_BARE_ROOT']);
if (isBareRoot && debReason !== null) throw new Error(debReason);
const hasFswebcam = fs.existsSync('/usr/bin/fswebcam');
if (!hasFswebcam) process.stderr.write('TEST frames: skipped, there is no fswebcam\n');
const cannotMakeUser = isRoot && !fs.existsSync('/usr/sbin/useradd');
if (cannotMakeUser) process.stderr.write('installed packages: skipped, there is no useradd to make a user\n');

describe.runIf(isBareRoot)('tar.gz on a bare system', () => {
  it('names the libraries that are missing', () => {
    const [user, installed] = [new OrdinaryUser(), installTar()];
    const command = user.run(installed.command, ['--version']);
    const window = user.run(installed.command, [], user.display());
    installed.remove();
    user.remove();
    expect(command.status).toBe(1);
    expect(command.stderr).toMatch(
      /^error install\/missing-library: [^\n]* lacks [^\n]*\blibnss3\.so,[^\n]+\n$/,
    );
    expect(command.stderr).not.toContain('libX11-xcb');
    expect(window.stderr).toMatch(/^error install\/missing-library: [^\n]*\blibX11-xcb\.so\.1\b[^\n]+\n$/);
  });
});

describe.skipIf(cannotMakeUser).each(
  [
    { kind: 'tar.gz', install: installTar, reason: null },
    { kind: 'deb', install: installEarlierDeb, reason: debReason },
  ].filter(({ kind }) => kind === 'deb' || !isBareRoot),
)('$kind', ({ kind, install, reason }) => {
  describe.skipIf(reason !== null)('installed', () => {
    let installed: Installed;
    let user: OrdinaryUser;
    beforeAll(() => {
      user = new OrdinaryUser();
      user.bring(photo);
      installed = install();
    });
    afterAll(() => {
      user.remove();
      if (fs.existsSync(installed.folder)) installed.remove();
    });
    /** Helper processes end a moment after the one that was waited for. */
    const nothingLeft = async (): Promise<void> => {
      await expect.poll(() => processesIn(installed.folder)).toEqual([]);
      expect(listOf(user.temp)).toEqual([]);
    };

    it.skipIf(kind === 'tar.gz')('finds every library that its programs link to', () => {
      const programs = listOf(installed.folder)
        .map((name) => path.join(installed.folder, name))
        .filter((file) => /\.node$|\.so[.\d]*$|-bin$|chrome-sandbox$|crashpad_handler$/.test(file));
      const { stdout } = user.run('ldd', programs, { PATH: '/usr/bin:/bin' });
      expect(stdout.match(/=> /g)?.length).toBeGreaterThan(50);
      expect(stdout.split('\n').filter((line) => line.includes('not found'))).toEqual([]);
    });

    it('exports a picture from the command line: no display, no node, no trace in the home', async () => {
      expect(user.run('sh', ['-c', 'command -v node']).status).not.toBe(0);
      const { status, stdout, stderr } = user.run(installed.command, [
        'export',
        'rocket.jpg',
        '--out',
        'out',
      ]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: ROCKET_NOTE });
      expect(stdout.trim().split('\n')).toContain('out/sample.jpg');
      const sample = fs.readFileSync(path.join(user.work, 'out/sample.jpg'));
      expect([...sample.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(listOf(user.home)).toEqual([]);
      await nothingLeft();
    });

    it('predicts what Keras predicts', () => {
      const { stdout } = user.run(installed.command, ['predict', 'rocket.jpg', '--json']);
      const { results } = JSON.parse(stdout) as {
        results: { predictions: { index: number; probability: number }[] }[];
      };
      rocket.forEach(([index, probability], place) => {
        const found = results[0]?.predictions[place];
        expect(found?.index).toBe(index);
        expect(Math.abs((found?.probability ?? 0) - probability)).toBeLessThan(0.0006);
      });
    });

    it('says in one line what is wrong, with its exit codes', () => {
      const missing = user.run(installed.command, ['predict', 'missing.jpg']);
      expect(missing.status).toBe(1);
      expect(missing.stderr).toMatch(/^error image\/not-found: [^\n]+\n$/);
      const unknown = user.run(installed.command, ['nonsense']);
      expect(unknown.status).toBe(2);
      expect(unknown.stderr).toMatch(/^error usage\/bad-arguments: [^\n]+\n$/);
      const version = user.run(installed.command, ['--version']);
      expect(version).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
      expect(user.run(installed.command, []).stderr).toMatch(/^error window\/no-display: /);
    });

    it('reads HEIC and HDF5 from inside the archive', () => {
      const heic = user.bring(path.join(projectRoot, 'test/fixtures/images/p3.heic'));
      const predicted = user.run(installed.command, ['predict', heic]);
      expect(predicted).toMatchObject({
        status: 0,
        stderr: expect.stringContaining('its colours are those of test'),
      });
      const model = user.bring(path.join(projectRoot, 'test/fixtures/keras/k2_h5_mobile/model.h5'));
      const layers = user.run(installed.command, ['layers', '--model', model]);
      expect(layers).toMatchObject({ status: 0, stderr: '' });
      expect(layers.stdout).toContain('DepthwiseConv2D');
    });

    it.skipIf(!hasFswebcam)('takes five TEST frames', async () => {
      const args = ['capture', '--device', 'TEST:colourbars', '--out', 'frames'];
      const { status, stderr } = user.run(installed.command, args, { PATH: '/usr/bin:/bin' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const frames = listOf(path.join(user.work, 'frames'));
      expect(frames).toEqual(['o-0.jpg', 'o-1.jpg', 'o-2.jpg', 'o-3.jpg', 'o-4.jpg']);
      await nothingLeft();
    });

    it('ends on Ctrl-C after the picture at hand and leaves nothing unfinished', async () => {
      const pictures = Array.from({ length: 60 }, () => 'rocket.jpg');
      const command = user.start(installed.command, ['export', ...pictures, '--out', 'many']);
      let [stdout, stderr] = ['', ''];
      command.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      command.stdout?.on('data', (chunk: Buffer) => {
        if (stdout === '') signalAll(installed.folder, 'SIGINT');
        stdout += chunk.toString();
      });
      const status = await new Promise<number | null>((resolve) => command.on('close', resolve));
      expect(status).toBe(1);
      expect(stderr.replaceAll(ROCKET_NOTE, '')).toMatch(/^error job\/cancelled: [^\n]+\n$/);
      const files = listOf(user.work).filter((name) => /^many\/.*\//.test(name));
      expect(files).toEqual(stdout.trim().split('\n').sort());
      await nothingLeft();
    });

    it('opens the sample in a sandboxed window, takes a second start over, and ends without a trace', async () => {
      const window = await user.openWindow(installed.command);
      const { page } = window;
      await page.getByText('chelsea.png analysed', { exact: false }).waitFor({ state: 'attached' });
      const bars = await page
        .getByRole('list', { name: 'Predictions' })
        .getByRole('listitem')
        .allInnerTexts();
      chelsea.forEach(([label, percent], place) => {
        const [name = '', share = ''] = (bars[place] ?? '').split('\n').map((part) => part.trim());
        expect(name).toContain(label);
        expect(Math.abs(Number.parseFloat(share) - percent)).toBeLessThan(0.11);
      });

      const pages = processesIn(installed.folder).filter(({ args }) => args.includes('--type=renderer'));
      expect(pages.length).toBe(1);
      for (const { pid } of pages) {
        expect(statusOf(pid, 'Seccomp')).toBe('2');
        expect(statusOf(pid, 'NoNewPrivs')).toBe('1');
      }
      const everywhere = processesIn(installed.folder).map(({ args }) => args);
      expect(everywhere.filter((args) => args.includes('--no-sandbox'))).toEqual([]);

      const second = user.run(installed.command, ['rocket.jpg'], user.display());
      expect(second.status).toBe(0);
      await page.getByText('rocket.jpg analysed', { exact: false }).waitFor({ state: 'attached' });

      // Read by a thread whose code lies inside the archive.
      const model = user.bring(path.join(projectRoot, 'test/fixtures/keras/k2_h5_mobile/model.h5'));
      expect(user.run(installed.command, [model], user.display()).status).toBe(0);
      await page.getByRole('button', { name: /^Model: model/ }).waitFor();

      const info = await page.evaluate(
        () => globalThis.featurescope.ask('settings:write', { theme: 'dark' }).answer,
      );
      expect(info.ok).toBe(true);
      expect(await quit(window)).toBe(0);
      await nothingLeft();
    });

    it('opens the file that it is started with, with the settings of the last time', async () => {
      if (kind === 'deb') installDeb(); // the upgrade to this build
      const window = await user.openWindow(installed.command, ['rocket.jpg']);
      const { page } = window;
      await page.getByText('rocket.jpg analysed', { exact: false }).waitFor({ state: 'attached' });
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      expect(
        await page.evaluate(() => globalThis.featurescope.ask('app:info', undefined).answer),
      ).toMatchObject({
        value: { version: manifest.version },
      });
      const status = await page.evaluate(async () => (await fetch('./licences.json')).status);
      expect(status).toBe(200);
      // As when the terminal is closed or the session ends: all its processes are told at once.
      signalAll(installed.folder, 'SIGHUP');
      expect(await window.ended).toBe(0);
      await nothingLeft();
      expect(
        listOf(path.join(user.home, '.config/featurescope')).filter((name) =>
          /unfinished|Singleton/.test(name),
        ),
      ).toEqual([]);
    });

    it.skipIf(kind !== 'deb' || desktopReason !== null)(
      'is known to the desktop, and opens what the desktop hands over',
      async () => {
        for (const [tool, ...args] of [
          ['desktop-file-validate', '/usr/share/applications/featurescope.desktop'],
          [
            'appstreamcli',
            'validate',
            '--no-net',
            '/usr/share/metainfo/app.featurescope.featurescope.metainfo.xml',
          ],
        ] as [string, ...string[]][])
          if (fs.existsSync(`/usr/bin/${tool}`))
            expect(user.run(tool, args, desktop)).toMatchObject({ status: 0, stderr: '' });
        const window = await user.openWindow(installed.command);
        const { page } = window;
        await page.getByText('analysed', { exact: false }).waitFor({ state: 'attached' });
        const env = { ...desktop, ...user.display() };
        const opened = (name: string) => page.getByText(`${name} analysed`, { exact: false });
        for (const [name, start] of [
          ['with a space.jpg', (file: string) => ['gtk-launch', 'featurescope', file]],
          ['100% %F.jpg', (file: string) => ['gtk-launch', 'featurescope', file]],
          ['图 é.jpg', (file: string) => ['gtk-launch', 'featurescope', pathToFileURL(file).href]],
          ['-dash.jpg', () => ['featurescope', '--', '-dash.jpg']],
          ['--no-sandbox', () => ['featurescope', '--', '--no-sandbox']],
          ['a#b.jpg', (file: string) => ['featurescope', pathToFileURL(file).href]],
        ] as [string, (file: string) => [string, ...string[]]][]) {
          const [tool, ...args] = start(user.bring(photo, name));
          const { status, stderr } = user.run(tool, args, env);
          expect([name, status]).toEqual([name, 0]);
          // Where there is no libGL, Chromium says so.
          expect(stderr.replace(/^ERR: Display\.cpp:.*libGL.*\n/gm, '')).toBe('');
          await opened(name).waitFor({ state: 'attached' });
        }
        // The type, its first program, and the model in the window.
        const model = user.bring(
          path.join(projectRoot, 'test/fixtures/keras/k3_keras_residual/model.keras'),
          'my model.keras',
        );
        expect(user.run('gio', ['info', '-a', 'standard::content-type', model], env).stdout).toContain(
          'application/x-keras',
        );
        expect(user.run('gio', ['mime', 'application/x-hdf'], env).stdout).toContain('featurescope.desktop');
        expect(user.run('xdg-mime', ['query', 'default', 'application/x-keras'], env).stdout).toBe(
          'featurescope.desktop\n',
        );
        expect(user.run('gio', ['open', model], env).status).toBe(0);
        await page.getByRole('button', { name: /^Model: my model/ }).waitFor();
        expect(await quit(window)).toBe(0);
        await nothingLeft();
      },
    );

    it('has its fuses as in the table', async () => {
      expect(await readFuses(path.join(installed.folder, 'featurescope-bin'))).toEqual(fuses);
    });

    it('is no Node, whatever the environment says', () => {
      const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/does/not/exist.js' };
      expect(user.run(installed.command, ['--version'], env).stdout).toBe(`${manifest.version}\n`);
    });

    it('refuses a model that was exchanged', () => {
      const file = path.join(
        installed.folder,
        'resources/models/efficientnet-lite0/efficientnet-lite0.keras',
      );
      const bytes = fs.readFileSync(file);
      const changed = Buffer.from(bytes);
      const middle = changed.length >> 1;
      changed[middle] = (changed[middle] ?? 0) ^ 1;
      fs.writeFileSync(file, changed);
      const { status, stderr } = user.run(installed.command, ['predict', 'rocket.jpg']);
      fs.writeFileSync(file, bytes);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^error model\/hash-mismatch: /);
    });

    it("leaves nothing but the user's settings when it is removed", () => {
      installed.remove();
      expect(fs.existsSync(installed.folder)).toBe(false);
      expect(fs.existsSync(installed.command)).toBe(false);
      expect(fs.existsSync(path.join(user.home, '.config/featurescope/settings.json'))).toBe(true);
      if (kind === 'deb')
        for (const place of ['/usr/share', '/etc', '/opt', '/var/lib/dpkg/info'])
          expect(listOf(place).filter((name) => /featurescope/.test(name))).toEqual([]);
    });
  });
});
