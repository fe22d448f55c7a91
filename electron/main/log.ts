// Its entry for Electron's main process would also listen to the page, on a channel that nothing checks.
import log from 'electron-log/node';
import { app } from 'electron';
import os from 'node:os';
import path from 'node:path';
import { plainEntry } from '../shared/plain-text';

export interface Log {
  readonly file: string;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
}

const maxBytes = 2 * 1024 * 1024; // of each of two files: the current one and the one before

/** What is logged speaks of files, layers and models, whose names are others'. */
function plainPart(part: unknown): unknown {
  const text = part instanceof Error ? (part.stack ?? String(part)) : part;
  return typeof text === 'string' ? plainEntry(text) : text;
}

/** One rotating file for all processes; compute sends its lines here. */
export function setUpLog(): Log {
  const file = path.join(app.getPath('userData'), 'logs', 'featurescope.log');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = maxBytes;
  log.transports.file.format = '{y}-{m}-{d} {h}:{i}:{s}.{ms} {level} {text}';
  log.transports.console.level = 'error';
  // A log that cannot be written is told once, by whoever keeps the settings, and not for every line.
  const { writeFn } = log.transports.console;
  log.transports.console.writeFn = (line) => {
    if (!String(line.message.data).includes('electron-log.transports.file')) writeFn(line);
  };
  log.hooks.push((line) => ({ ...line, data: line.data.map(plainPart) }));
  const { electron, chrome, node } = process.versions;
  log.info(
    `Featurescope ${app.getVersion()}, Electron ${electron}, Chromium ${chrome}, Node ${node},`,
    `${os.type()} ${os.release()} ${process.arch}, ${os.availableParallelism()} cores`,
  );
  return { file, info: log.info, warn: log.warn, error: log.error };
}
