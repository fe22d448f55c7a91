import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { CameraSurroundings } from '../../../electron/camera/surroundings';
import type { CaptureOptions } from '../../../electron/camera/types';
import { encodeJpeg } from '../../../electron/image/encode';

/** Bands of many colours: half of the file is half of the picture. */
const PICTURE = encodeJpeg({
  data: Uint8Array.from({ length: 160 * 120 * 3 }, (_, place) => (place * 7) % 251),
  width: 160,
  height: 120,
});

export const BURST: CaptureOptions = { device: null, frames: 5, intervalMs: 0, size: null };

/**
 * A machine with video nodes and an fswebcam that is a shell script. In the script `$file` is the picture wanted, `$shot`
 * its name without ending, `$here` the machine's folder, in which good.jpg and old.jpg lie.
 */
export class FakeCamera {
  readonly folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'featurescope-camera-test-')));
  readonly surroundings: CameraSurroundings;

  constructor(
    script: string | null,
    nodes: readonly string[] = ['video0'],
    changes: Partial<CameraSurroundings> = {},
  ) {
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(this.folder, { recursive: true, force: true });
    });
    for (const part of ['bin', 'dev', 'names', 'temp']) mkdirSync(this.at(part));
    // A link to a character device counts as one, and every user may make it.
    for (const node of nodes) symlinkSync('/dev/null', this.at('dev', node));
    writeFileSync(this.at('good.jpg'), PICTURE);
    writeFileSync(this.at('old.jpg'), PICTURE);
    utimesSync(this.at('old.jpg'), 1_000_000, 1_000_000);
    if (script !== null) {
      const head = `#!/bin/sh\nhere='${this.folder}'\necho "$@" >> "$here/calls"\nfor file; do :; done\nshot=\${file%.jpg}\n`;
      writeFileSync(this.at('bin/fswebcam'), `${head}${script}\n`);
      chmodSync(this.at('bin/fswebcam'), 0o755);
    }
    // What a burst leaves would lie here.
    vi.stubEnv('TMPDIR', this.at('temp'));
    this.surroundings = {
      platform: 'linux',
      env: { PATH: script === null ? this.at('bin') : `${this.at('bin')}:/usr/bin:/bin` },
      devicesFolder: this.at('dev'),
      namesFolder: this.at('names'),
      shotLimitMs: 15_000,
      mayReadFiles: false,
      ...changes,
    };
  }

  at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** The arguments of each call so far. */
  calls(): string[] {
    return existsSync(this.at('calls')) ? readFileSync(this.at('calls'), 'utf8').trim().split('\n') : [];
  }

  /** What is left of bursts. */
  leftovers(): string[] {
    return readdirSync(this.at('temp'));
  }

  readonly picture = PICTURE;
}
