import { app, shell } from 'electron';
import { failed } from '../shared/errors';
import type { App } from './app';
import { clipboardPicture } from './clipboard-picture';
import { chooseFiles, chooseTarget } from './dialogs';
import type { MainHandlers } from './gate';
import { missingOf } from './open-queue';
import { pathsIn } from './path-grants';
import { showChromiumLicences } from './licences';
import { systemLanguage } from '../shared/texts/translator';

/** What main answers; each request has one entry in the contract. */
export const mainHandlers: MainHandlers<App> = {
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
  'settings:write': (changes, { changeSettings, grants }) => {
    const refused = grants.refused(pathsIn(changes));
    if (refused !== null) throw failed('internal/file-not-opened', { file: refused });
    return changeSettings(changes);
  },
  'files:choose': async ({ kind }, { window, text, grants }) => {
    const files = await chooseFiles(window, kind, text());
    grants.allow(files);
    return files;
  },
  'files:take': async (_input, { queue, grants }) => {
    const asked = await queue.take();
    for (const { paths } of asked) grants.allow(paths);
    return asked;
  },
  'files:missing': async (_input, { settings }) => {
    const { recentPictures, recentModels } = settings.current;
    const known = [...new Set([...recentPictures, ...recentModels])];
    return missingOf(known);
  },
  'files:pasted': () => clipboardPicture(),
  'files:show': ({ path }, { writtenPaths }) => {
    if (!writtenPaths.has(path)) throw failed('output/not-ours', { file: path });
    shell.showItemInFolder(path);
  },
  'licences:show': async () => {
    await showChromiumLicences();
  },
  'files:place': async ({ kind, suggestedName }, { window, text, compute }) => {
    const target = await chooseTarget(window, kind, suggestedName, text());
    return { token: target && (await compute.grant(kind, target)) };
  },
  'camera:list': (_input, { camera }) => camera.list(),
  'camera:capture': (input, { camera }, job) => camera.capture(input, job),
  'compute:connect': (_input, { connectPage }) => {
    connectPage();
  },
  'compute:restart': (_input, { compute }) => {
    compute.restart();
  },
};
