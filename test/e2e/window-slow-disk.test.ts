// A disk that does not answer: a lease on the file keeps everybody else who opens it waiting for 45 s (fcntl(2), F_SETLEASE).
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { OpenApps } from './window-apps';
import { computePid, dropFiles, isRunning, shows, temporaryFolder } from './window-driver';

const HOLD = `
import fcntl, os, signal, sys, time
signal.signal(signal.SIGIO, lambda *_: None)
held = [os.open(name, os.O_RDWR) for name in sys.argv[1:]]
for one in held: fcntl.fcntl(one, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print('held', flush=True)
while True: time.sleep(1)
`;
const hasPython = spawnSync('python3', ['-c', 'import fcntl; fcntl.F_SETLEASE']).status === 0;
if (!hasPython) process.stderr.write('no test of slow disks: there is no python3 with leases\n');

const apps = new OpenApps();
const holders: ChildProcess[] = [];
afterEach(() => holders.splice(0).forEach((holder) => holder.kill()));

/** A copy of a fixture that nobody can open for a while. */
async function hungCopy(name: string): Promise<string> {
  const file = path.join(temporaryFolder(), path.basename(name));
  fs.copyFileSync(path.join(projectRoot, 'test/fixtures', name), file);
  const holder = spawn('python3', ['-c', HOLD, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(holder);
  await once(holder.stdout!, 'data');
  return file;
}

describe.runIf(hasPython)('a disk that does not answer', () => {
  it('holds up neither the start nor the end of the app', async () => {
    const userData = temporaryFolder();
    const lastPicture = await hungCopy('photos/coffee.png');
    fs.writeFileSync(path.join(userData, 'settings.json'), JSON.stringify({ version: 1, lastPicture }));
    const running = await apps.start(userData);
    await shows(running.page, 'Cannot read coffee.png');
    await shows(running.page, 'Egyptian cat');
    const pid = (await computePid(running.app))!;
    await apps.close(running);
    expect(isRunning(pid)).toBe(false);
  });

  it('is given up, and other pictures are opened meanwhile', async () => {
    const [picture, model] = [
      await hungCopy('photos/coffee.png'),
      await hungCopy('keras/k2_h5_mobile/model.h5'),
    ];
    const running = await apps.startReady();
    const { page } = running;
    await dropFiles(running, [model]);
    await dropFiles(running, [picture]);
    await dropFiles(running, [path.join(projectRoot, 'test/fixtures/photos/rocket.jpg')]);
    await shows(page, 'missile');
    await shows(page, 'Cannot load model.h5');
  });
});
