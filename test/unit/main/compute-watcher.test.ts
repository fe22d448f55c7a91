import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ComputeWatcher, type ComputeProcess } from '../../../electron/main/compute-watcher';
import { ModelTrial } from '../../../electron/main/model-trial';
import { storedDefaults } from '../../../electron/main/settings-reader';
import type { ComputeOrder, ComputeReport, StoredSettings } from '../../../electron/shared/contract';

class FakeProcess extends EventEmitter implements ComputeProcess<string> {
  readonly orders: { order: ComputeOrder; ports: string[] }[] = [];
  isKilled = false;
  postMessage(order: ComputeOrder, ports: string[] = []): void {
    this.orders.push({ order, ports });
  }
  kill(): boolean {
    this.isKilled = true;
    queueMicrotask(() => this.emit('exit', 15));
    return true;
  }
  report(report: ComputeReport): void {
    this.emit('message', report);
  }
}

/** The settings, and what of them has reached the disk. */
class FakeSettings {
  current: StoredSettings = storedDefaults;
  onDisk: StoredSettings = storedDefaults;
  update(changes: Partial<StoredSettings>): void {
    this.current = { ...this.current, ...changes };
  }
  async flush(): Promise<void> {
    await Promise.resolve();
    this.onDisk = this.current;
  }
}

const processes: FakeProcess[] = [];
const states: string[] = [];
const logged: string[] = [];
const written: string[] = [];
const blamed: string[] = [];
const tidied: string[] = [];
let settings: FakeSettings;
let watcher: ComputeWatcher<string>;
const last = (): FakeProcess => processes[processes.length - 1]!;

beforeEach(() => {
  vi.useFakeTimers();
  processes.length = states.length = logged.length = written.length = blamed.length = tidied.length = 0;
  settings = new FakeSettings();
  watcher = new ComputeWatcher<string>({
    start: () => {
      processes.push(new FakeProcess());
      return last();
    },
    onNews: ({ state, detail, blamed: file }) => {
      states.push(detail === '' ? state : `${state} (${detail})`);
      if (file !== null) blamed.push(file);
    },
    trial: new ModelTrial(settings),
    refused: (paths) => paths.find((file) => file !== '/mine.png') ?? null,
    copy: (png) => png.length > 0,
    onWritten: (path) => written.push(path),
    tidy: (folder) => {
      tidied.push(folder);
      return Promise.resolve();
    },
    onLog: (level, text) => logged.push(`${level} ${text}`),
    waitsMs: [100, 1000],
  });
});
afterEach(() => void vi.useRealTimers());

describe('ComputeWatcher', () => {
  it('tells compute which files the user has opened', () => {
    watcher.start();
    last().report({ kind: 'may-open', id: 1, paths: ['/mine.png'] });
    last().report({ kind: 'may-open', id: 2, paths: ['/mine.png', '/etc/passwd'] });
    expect(last().orders.map(({ order }) => order)).toEqual([
      { kind: 'opened', id: 1, refused: null },
      { kind: 'opened', id: 2, refused: '/etc/passwd' },
    ]);
  });

  it('puts what compute copies into the clipboard, and tells what became of it', () => {
    watcher.start();
    last().report({ kind: 'copy', id: 1, png: Uint8Array.of(1) });
    last().report({ kind: 'copy', id: 2, png: new Uint8Array() });
    expect(last().orders.map(({ order }) => order)).toEqual([
      { kind: 'copied', id: 1, isTaken: true },
      { kind: 'copied', id: 2, isTaken: false },
    ]);
  });

  it.each([
    ['died', async (): Promise<void> => void last().emit('exit', 11)],
    ['was stopped', (): Promise<void> => watcher.stop()],
    ['was restarted', async (): Promise<void> => watcher.restart()],
  ])('tidies where a process that %s was saving', async (_how, end) => {
    watcher.start();
    void watcher.grant('maps-png', '/home/me/maps').catch(() => undefined);
    await end();
    await Promise.resolve();
    expect(tidied).toEqual(['/home/me', '/home/me/maps']);
  });

  it('says when the process starts and when it is ready', () => {
    watcher.start();
    last().report({ kind: 'ready' });
    expect(states).toEqual(['starting', 'ready']);
  });

  it('restarts after a crash, each time later, and gives up at last', () => {
    watcher.start();
    last().emit('exit', 11);
    expect(processes).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(processes).toHaveLength(2);
    last().emit('exit', 11);
    vi.advanceTimersByTime(999);
    expect(processes).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(processes).toHaveLength(3);
    last().emit('exit', 11);
    vi.advanceTimersByTime(100_000);
    expect(processes).toHaveLength(3);
    expect(states.filter((state) => state !== 'starting')).toEqual([
      'restarting (exit code 11)',
      'restarting (exit code 11)',
      'crashed (exit code 11)',
    ]);
    expect(logged[0]).toBe('error The compute process ended: exit code 11');
  });

  it('forgets crashes that are long past', () => {
    watcher.start();
    for (let crash = 0; crash < 5; crash++) {
      last().emit('exit', 11);
      vi.advanceTimersByTime(61_000);
    }
    expect(processes).toHaveLength(6);
    expect(states).not.toContain('crashed (exit code 11)');
  });

  it('restarts by the user after it gave up, with a clean record', () => {
    watcher.start();
    for (let crash = 0; crash < 3; crash++) {
      last().emit('exit', 11);
      vi.advanceTimersByTime(1000);
    }
    watcher.restart();
    expect(processes).toHaveLength(4);
    last().emit('exit', 11);
    vi.advanceTimersByTime(100);
    expect(processes).toHaveLength(5);
  });

  it('counts a restart by the user as no crash, though the old process exits', async () => {
    watcher.start();
    const old = last();
    watcher.restart();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(old.isKilled).toBe(true);
    expect(processes).toHaveLength(2);
    expect(states).toEqual(['starting', 'starting']);
  });

  it('hands ports over only while a process runs', () => {
    expect(watcher.connect('port')).toBe(false);
    watcher.start();
    expect(watcher.connect('port')).toBe(true);
    expect(last().orders).toEqual([{ order: { kind: 'connect' }, ports: ['port'] }]);
  });

  it('grants a place to the process, and answers when the process knows it', async () => {
    watcher.start();
    const granted = watcher.grant('npz', '/a.npz');
    const order = last().orders[0]?.order;
    if (order?.kind !== 'grant') throw new Error('no grant');
    expect(order).toMatchObject({ kind: 'grant', what: 'npz', path: '/a.npz' });
    let isGranted = false;
    void granted.then(() => (isGranted = true));
    last().report({ kind: 'granted', token: 'another' });
    await Promise.resolve();
    expect(isGranted).toBe(false);
    last().report({ kind: 'granted', token: order.token });
    expect(await granted).toBe(order.token);
    void watcher.grant('npz', '/a.npz');
    expect(last().orders[1]?.order).not.toMatchObject({ token: order.token });
  });

  it('tells what was written', () => {
    watcher.start();
    last().report({ kind: 'written', path: '/a.npz' });
    expect(written).toEqual(['/a.npz']);
  });

  it('grants nothing when the process dies, and while none runs', async () => {
    watcher.start();
    const granted = watcher.grant('npz', '/a.npz');
    last().emit('exit', 11);
    await expect(granted).rejects.toMatchObject({ code: 'compute/crashed' });
    await expect(watcher.grant('npz', '/a.npz')).rejects.toMatchObject({ code: 'compute/not-running' });
  });

  it('stops for good: kills the process and starts no other', async () => {
    watcher.start();
    const child = last();
    const stopped = watcher.stop();
    await stopped;
    expect(child.isKilled).toBe(true);
    watcher.start();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(processes).toHaveLength(1);
  });

  it('stops while it waits for a restart', async () => {
    watcher.start();
    last().emit('exit', 11);
    await watcher.stop();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(processes).toHaveLength(1);
  });
});

describe('a model that compute dies of', () => {
  /** Compute asks to load a model, and is told that this is written down. */
  async function begin(trial: number, file: string | null): Promise<void> {
    last().report({ kind: 'loading', trial, file });
    await vi.advanceTimersByTimeAsync(0);
    expect(last().orders.at(-1)?.order).toEqual({ kind: 'noted', trial });
  }
  const prove = (trial: number, isInUse = true): void => last().report({ kind: 'proved', trial, isInUse });
  async function die(): Promise<void> {
    last().emit('exit', 11);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  beforeEach(() => watcher.start());

  it('is written down before compute is told to begin', async () => {
    let isNoted = false;
    vi.spyOn(last(), 'postMessage').mockImplementation((order) => {
      isNoted = order.kind === 'noted';
      expect(settings.onDisk.modelOnTrial).toBe('/a.h5');
    });
    last().report({ kind: 'loading', trial: 1, file: '/a.h5' });
    await vi.advanceTimersByTimeAsync(0);
    expect(isNoted).toBe(true);
  });

  it('is to blame when that happens during its loading, and the next start knows it', async () => {
    settings.update({ lastModel: '/a.h5' });
    await begin(1, '/a.h5');
    await die();
    expect(blamed).toEqual(['/a.h5']);
    expect(settings.current).toMatchObject({ modelOnTrial: '/a.h5', lastModel: '' });
    // The one of the catalogue takes its place by itself, which hides nothing.
    await begin(1, null);
    prove(1);
    expect(settings.current.modelOnTrial).toBe('/a.h5');
    // Another one is the user's choice.
    await begin(2, null);
    expect(settings.current.modelOnTrial).toBe('');
  });

  it('is not to blame once it was proved, the first time', async () => {
    await begin(1, '/a.h5');
    prove(1);
    expect(settings.current.modelOnTrial).toBe('');
    await die();
    expect(blamed).toEqual([]);
    await begin(1, '/a.h5');
    prove(1);
    await die();
    expect(blamed).toEqual(['/a.h5']);
    expect(settings.current).toMatchObject({ modelOnTrial: '/a.h5', lastModel: '' });
  });

  it('is to blame the second time even before it is loaded again', async () => {
    await begin(1, '/a.h5');
    prove(1);
    await die();
    await die();
    expect(blamed).toEqual(['/a.h5']);
    await die();
    expect(blamed).toEqual(['/a.h5']);
  });

  it('is the one in use, not one that was refused after it', async () => {
    for (let run = 0; run < 2; run++) {
      await begin(1, '/a.h5');
      await begin(2, '/b.h5');
      prove(2, false);
      expect(settings.current.modelOnTrial).toBe('/a.h5');
      prove(1);
      expect(settings.current.modelOnTrial).toBe('');
      expect(blamed).toEqual([]);
      await die();
    }
    expect(blamed).toEqual(['/a.h5']);
  });

  it('is not one of the catalogue, nor one that the user ended compute with', async () => {
    await begin(1, null);
    await die();
    await begin(1, '/a.h5');
    watcher.restart();
    await vi.advanceTimersByTimeAsync(1_000);
    await die();
    expect(blamed).toEqual([]);
  });

  it('is left alone by what an older process still says', async () => {
    const old = last();
    await begin(1, '/a.h5');
    watcher.restart();
    await begin(1, '/b.h5');
    old.report({ kind: 'proved', trial: 1, isInUse: true });
    expect(settings.current.modelOnTrial).toBe('/b.h5');
  });

  it('is not trusted by the next start if this one ends meanwhile', async () => {
    expect(new ModelTrial(settings).untrusted).toBeNull();
    await begin(1, '/a.h5');
    settings.update({ lastModel: '/a.h5' });
    expect(new ModelTrial(settings).untrusted).toBe('/a.h5');
    expect(settings.current).toMatchObject({ modelOnTrial: '', lastModel: '' });
  });
});
