import dgram from 'node:dgram';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpenApps } from './window-apps';
import {
  computePid,
  isRunning,
  processesOf,
  recordPushes,
  startApp,
  shows,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const soon = { timeout: 15_000, interval: 50 };

describe('the window', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp();
    await shows(running.page, 'Ready');
    await recordPushes(running.page);
  });
  afterAll(() => running.app.close());

  it('comes from app:// and is shown', async () => {
    const { app, page } = running;
    expect(page.url()).toBe('app://featurescope/index.html');
    const isVisible = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.isVisible()),
    );
    expect(isVisible).toEqual([true]);
  });

  it('gives the page no Node and no Electron, only the named functions', async () => {
    const found = await running.page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname'];
      return {
        globals: names.filter((name) => name in globalThis),
        bridge: Object.values(globalThis.featurescope).map((value) => typeof value),
      };
    });
    expect(found.globals).toEqual([]);
    expect(new Set(found.bridge)).toEqual(new Set(['function']));
  });

  it.skipIf(process.platform !== 'linux')(
    'limits the compilers beside the page, which could block it',
    async () => {
      const pid = await running.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
      expect(words).toEqual(
        expect.arrayContaining([
          '--js-flags=--no-concurrent-sparkplug',
          '--concurrent-maglev-max-threads=1',
          '--concurrent-turbofan-max-threads=1',
        ]),
      );
    },
  );

  it('opens no other window', async () => {
    const { app, page } = running;
    const opened = await page.evaluate(() =>
      ['https://example.org/', 'app://featurescope/index.html', 'about:blank', 'file:///etc/passwd'].map(
        (url) => open(url) === null,
      ),
    );
    expect(opened).toEqual([true, true, true, true]);
    expect(app.windows()).toHaveLength(1);
  });

  it.each(['https://example.org/', 'file:///etc/passwd', 'app://featurescope.evil/', 'data:text/html,hello'])(
    'does not go to %s',
    async (url) => {
      const { page } = running;
      await page.evaluate((target) => {
        const link = document.createElement('a');
        link.href = target;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
      expect(page.url()).toBe('app://featurescope/index.html');
      expect(await page.evaluate(() => typeof globalThis.featurescope)).toBe('object');
    },
  );

  it.each(['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/passwd', 'app://other/index.html'])(
    'fetches nothing from %s',
    async (url) => {
      const outcome = await running.page.evaluate(
        (target) => fetch(target).then(({ ok }) => ok, () => 'refused'), // prettier-ignore
        url,
      );
      expect(outcome).toBe('refused');
    },
  );

  it('serves nothing outside its folder', async () => {
    const status = await running.page.evaluate(async () => {
      const names = [
        '../electron/main.mjs',
        '..%2felectron%2fmain.mjs',
        '%2e%2e%2felectron/main.mjs',
        'missing.js',
      ];
      return Promise.all(names.map(async (name) => (await fetch(`app://featurescope/${name}`)).status));
    });
    expect(status).toEqual([404, 404, 404, 404]);
  });

  it('brings its font for Chinese, and nothing else of the folder in which that lies', async () => {
    const found = await running.page.evaluate(async () => {
      const faces = await document.fonts.load('16px "Featurescope Chinese"', '图');
      const others = ['fonts/', 'fonts/../README.md', 'fonts/..%2fformats.ts', 'fonts/%2e%2e/fonts.ts'];
      const statuses = await Promise.all(
        others.map(async (name) => (await fetch(`app://featurescope/${name}`)).status),
      );
      return { statuses, loaded: faces.map(({ status }) => status) };
    });
    expect(found).toEqual({ loaded: ['loaded'], statuses: [404, 404, 404, 404] });
  });

  it('runs no inline and no evaluated script', async () => {
    const outcome = await running.page.evaluate(() => {
      const script = document.createElement('script');
      const problems: string[] = [];
      try {
        script.textContent = 'globalThis.inlineRan = true';
        document.head.append(script);
      } catch (error) {
        problems.push((error as Error).name);
      }
      try {
        setTimeout('globalThis.evalRan = true', 0);
      } catch (error) {
        problems.push((error as Error).name);
      }
      return { problems, ran: 'inlineRan' in globalThis || 'evalRan' in globalThis };
    });
    expect(outcome).toEqual({ problems: ['TypeError', expect.stringMatching(/Error$/)], ran: false });
  });

  it('listens to the page on its own channels only', async () => {
    const channels = await running.app.evaluate(
      ({ ipcMain }) =>
        ipcMain
          .eventNames()
          .map(String)
          .filter((name) => name !== 'error'), // Electron's own,
    );
    expect(channels).toEqual(['featurescope:request', 'featurescope:opened']);
  });

  it('reaches no other program by WebRTC, neither over UDP nor over TCP', async () => {
    const reached: string[] = [];
    const udp = dgram.createSocket('udp4').on('message', () => reached.push('udp'));
    const tcp = net.createServer(() => reached.push('tcp'));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const ports = { udp: udp.address().port, tcp: (tcp.address() as net.AddressInfo).port };
    // A connection that may not be made is as good as one that gathers nothing.
    const states = await running.page.evaluate(async ({ udp: u, tcp: t }) => {
      const servers = [
        `stun:127.0.0.1:${u}`,
        `turn:127.0.0.1:${u}?transport=udp`,
        `turn:127.0.0.1:${t}?transport=tcp`,
      ];
      const gather = async (urls: string) => {
        const connection = new RTCPeerConnection({ iceServers: [{ urls, username: 'a', credential: 'b' }] });
        connection.createDataChannel('a');
        await connection.setLocalDescription(await connection.createOffer());
        while (connection.iceGatheringState !== 'complete') await new Promise((done) => setTimeout(done, 50));
        return connection.iceGatheringState;
      };
      return Promise.allSettled(servers.map(gather));
    }, ports);
    udp.close();
    tcp.close();
    expect({ reached, settled: states.length }).toEqual({ reached: [], settled: 3 });
  });

  it('gives the page the picture of the camera, never sound, nor notifications', async () => {
    const outcomes = await running.page.evaluate(async () => {
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then((stream) => {
        stream.getTracks().forEach((track) => track.stop());
        return stream.getAudioTracks().length === 0 ? 'picture only' : 'with sound';
      }, (error: Error) => error.name); // prettier-ignore
      const both = await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'given', (error: Error) => error.name); // prettier-ignore
      const audio = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (error: Error) => error.name); // prettier-ignore
      const notifications = await Notification.requestPermission();
      const screen = await navigator.mediaDevices.getDisplayMedia().then(() => 'given', (error: Error) => error.name); // prettier-ignore
      return { camera, audio, both, screen, notifications };
    });
    expect(outcomes).toEqual({
      camera: 'picture only',
      audio: 'NotAllowedError',
      both: 'NotAllowedError',
      screen: expect.stringMatching(/^(NotAllowed|NotSupported|InvalidState)Error$/),
      notifications: 'denied',
    });
  });

  it('refuses malformed requests and keeps their codes', async () => {
    const answer = await running.page.evaluate(
      () => globalThis.featurescope.ask('files:choose', { kind: 'all' as 'any' }).answer,
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal/invalid-request' } });
  });

  it('writes all versions into the first line of its log', () => {
    const [first] = fs.readFileSync(path.join(running.userData, 'logs/featurescope.log'), 'utf8').split('\n');
    expect(first).toMatch(/Featurescope \d+\.\d+\.\d+, Electron 33\.2\.1, Chromium [\d.]+, Node [\d.]+/);
  });

  it('starts compute again after it was killed, and gives the page a new port', async () => {
    const { app, page } = running;
    const pid = await computePid(app);
    expect(pid).not.toBeNull();
    process.kill(pid ?? 0, 'SIGKILL');
    await page.waitForFunction(() => globalThis.seenPorts === 1);
    const states = await page.evaluate(() =>
      globalThis.seenEvents.flatMap((event) => (event.kind === 'compute' ? [event.state] : [])),
    );
    expect(states).toEqual(['restarting', 'starting', 'ready']);
    expect(await computePid(app)).not.toBe(pid);
  });

  it('gives up on a compute process that dies again and again, says so, and starts it when asked', async () => {
    const { app, page } = running;
    const states = (): Promise<string[]> =>
      page.evaluate(() =>
        globalThis.seenEvents.flatMap((event) => (event.kind === 'compute' ? [event.state] : [])),
      );
    const killed = new Set<number>();
    await vi.waitFor(
      async () => {
        const pid = await computePid(app);
        if (pid !== null && !killed.has(pid)) process.kill(pid, 'SIGKILL');
        if (pid !== null) killed.add(pid);
        expect((await states()).at(-1)).toBe('crashed');
      },
      { timeout: 60_000, interval: 100 },
    );
    expect(
      await page.evaluate(() => globalThis.featurescope.ask('compute:restart', undefined).answer),
    ).toMatchObject({ ok: true });
    await vi.waitFor(async () => expect((await states()).at(-1)).toBe('ready'), soon);
  });
});

describe('starts and ends', () => {
  const apps = new OpenApps();
  it('leaves no process behind', async () => {
    const running = await apps.start();
    const processes = await processesOf(running.app);
    expect(processes.map(({ type }) => type)).toEqual(expect.arrayContaining(['Browser', 'Tab', 'Utility']));
    await apps.close(running);
    await vi.waitFor(() => expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]), soon);
  });

  it('leaves no graph in the temporary folder, whenever compute is ended', async () => {
    const temporary = temporaryFolder();
    const running = await apps.start(undefined, [], { env: { TMPDIR: temporary } });
    const graphs = () => fs.readdirSync(temporary).filter((name) => name.startsWith('featurescope-graph-'));
    /** As if TensorFlow were just reading it. */
    const leaveGraph = async (): Promise<number> => {
      const pid = (await computePid(running.app)) ?? 0;
      const folder = path.join(temporary, `featurescope-graph-${pid}-Xy12`);
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'saved_model.pb'), 'graph');
      return pid;
    };
    const ofAnother = 'featurescope-graph-1-Xy12';
    fs.mkdirSync(path.join(temporary, ofAnother));
    await shows(running.page, 'Ready');
    process.kill(await leaveGraph(), 'SIGKILL');
    await vi.waitFor(() => expect(graphs()).toEqual([ofAnother]), soon);
    await shows(running.page, 'Ready');
    await vi.waitFor(async () => expect(await computePid(running.app)).not.toBeNull(), soon);
    await leaveGraph();
    await apps.close(running);
    expect(graphs()).toEqual([ofAnother]);
    fs.rmSync(temporary, { recursive: true });
  });

  it('loads a page again that does not answer, when the user wants that', async () => {
    const { app, page } = await apps.start();
    await shows(page, 'Ready');
    const pageProcess = () =>
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
      );
    const frozen = await pageProcess();
    void page.evaluate(() => {
      for (;;);
    }).catch(() => undefined); // prettier-ignore
    const asked = await app.evaluate(({ BrowserWindow, dialog }) => {
      const questions: string[] = [];
      dialog.showMessageBox = (...args: unknown[]) => {
        questions.push((args.at(-1) as { message: string }).message);
        return Promise.resolve({ response: 1, checkboxChecked: false });
      };
      // Chromium says so half a minute after a key that is not answered.
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
      return questions;
    });
    expect(asked).toEqual(['The window does not answer']);
    const status = () =>
      app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        return (await contents.executeJavaScript(
          'document.querySelector("footer")?.innerText ?? ""',
        )) as string;
      });
    await vi.waitFor(async () => expect(await pageProcess()).not.toBe(frozen), soon);
    await vi.waitFor(async () => expect(await status()).toContain('Ready'), soon);
    expect(isRunning(frozen)).toBe(false);
  });

  it('ends when its window is closed, and opens where it was', async () => {
    const first = await apps.start();
    const bounds = await first.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setBounds({ x: 40, y: 50, width: 1000, height: 650 });
      return window?.getBounds();
    });
    // The display may still tell of the place before.
    const kept = () => JSON.parse(fs.readFileSync(path.join(first.userData, 'settings.json'), 'utf8'));
    await vi.waitFor(() => expect(kept()).toMatchObject({ window: bounds }), soon);
    apps.letGo(first);
    const closed = first.app.waitForEvent('close');
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
    const again = await apps.start(first.userData);
    expect(
      await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
    ).toEqual(bounds);
  });

  it('puts a damaged settings file aside, says so, and starts', async () => {
    const userData = temporaryFolder();
    fs.writeFileSync(path.join(userData, 'settings.json'), '{"version": 1, "theme": "da');
    const { page } = await apps.start(userData);
    const info = await page.evaluate(() => globalThis.featurescope.ask('app:info', undefined).answer);
    expect(info).toMatchObject({
      ok: true,
      value: { damagedSettings: expect.stringMatching(/settings\.damaged-.*json$/) },
    });
    const settings = await page.evaluate(
      () => globalThis.featurescope.ask('settings:read', undefined).answer,
    );
    expect(settings).toMatchObject({ ok: true, value: { theme: 'system' } });
  });

  it('keeps settings for the next start', async () => {
    const first = await apps.start();
    await first.page.evaluate(
      () => globalThis.featurescope.ask('settings:write', { theme: 'dark', language: 'zh-CN' }).answer,
    );
    await apps.close(first);
    const again = await apps.start(first.userData);
    const isDark = await again.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    expect(isDark).toBe(true);
    const menu = await again.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.map(({ label }) => label),
    );
    expect(menu).toEqual(['文件', '编辑', '视图', '帮助']);
  });
});
