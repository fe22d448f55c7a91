import { access } from 'node:fs/promises';
import { app, shell } from 'electron';
import type { Handlers } from '../shared/answer';
import { failed } from '../shared/errors';
import type { App } from './app';
import { chooseFiles, chooseTarget } from './dialogs';
import { showChromiumLicences } from './licences';
import { systemLanguage } from './texts/texts';

/** What main answers; each request has one entry in the contract. */
export const mainHandlers: Handlers<'main', App> = {
  'app:info': (_input, { settings, untrustedModel }) => ({
    version: app.getVersion(),
    platform: process.platform,
    versions: {
      electron: process.versions.electron ?? '',
      chromium: process.versions.chrome ?? '',
      node: process.versions.node,
    },
    systemLanguage: systemLanguage(app.getLocale()),
    damagedSettings: settings.damagedCopy,
    untrustedModel,
  }),
  'settings:read': (_input, { settings }) => settings.current,
  'settings:write': (changes, { changeSettings }) => changeSettings(changes),
  'files:choose': ({ kind }, { window, text }) => chooseFiles(window, kind, text()),
  'files:take': (_input, { queue }) => queue.take(),
  'files:missing': async (_input, { settings }) => {
    const { recentPictures, recentModels } = settings.current;
    const known = [...new Set([...recentPictures, ...recentModels])];
    const isThere = await Promise.all(
      known.map((file) =>
        access(file).then(
          () => true,
          () => false,
        ),
      ),
    );
    return known.filter((_file, place) => !isThere[place]);
  },
  'files:show': ({ path }, { writtenPaths }) => {
    if (!writtenPaths.has(path)) throw failed('output/not-ours', { file: path });
    shell.showItemInFolder(path);
  },
  'licences:show': async () => {
    await showChromiumLicences();
  },
  'export:save': async (what, { window, text, compute, send, writtenPaths }) => {
    const target = await chooseTarget(window, what, text());
    if (target === null) return { path: null };
    const { path } = await compute.export(what, target, (progress) =>
      send({ kind: 'export-progress', progress }),
    );
    writtenPaths.add(path);
    return { path };
  },
  'export:cancel': (_input, { compute }) => {
    compute.cancelExports();
  },
  'camera:list': (_input, { camera }) => camera.list(),
  'camera:capture': (input, { camera, send }) =>
    camera.capture(input, (taken, total) => send({ kind: 'camera-progress', taken, total })),
  'camera:cancel': (_input, { camera }) => {
    camera.cancel();
  },
  'compute:connect': (_input, { connectPage }) => {
    connectPage();
  },
  'compute:restart': (_input, { compute }) => {
    compute.restart();
  },
};
