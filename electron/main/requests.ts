import { app, shell } from 'electron';
import type { Handlers } from '../shared/answer';
import { FeaturescopeError } from '../shared/errors';
import type { App } from './app';
import { chooseFiles, chooseTarget } from './dialogs';
import { systemLanguage } from './texts/texts';

/** What main answers; each request has one entry in the contract. */
export const mainHandlers: Handlers<'main', App> = {
  'app:info': (_input, { settings }) => ({
    version: app.getVersion(),
    platform: process.platform,
    systemLanguage: systemLanguage(app.getLocale()),
    damagedSettings: settings.damagedCopy,
  }),
  'settings:read': (_input, { settings }) => settings.current,
  'settings:write': (changes, { changeSettings }) => changeSettings(changes),
  'files:choose': ({ kind }, { window, text }) => chooseFiles(window, kind, text()),
  'files:show': ({ path }, { writtenPaths }) => {
    if (!writtenPaths.has(path))
      throw new FeaturescopeError('output/not-ours', `Only files saved in this run are shown, not ${path}`);
    shell.showItemInFolder(path);
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
  'compute:connect': (_input, { connectPage }) => ({ isPortSent: connectPage() }),
  'compute:restart': (_input, { compute }) => {
    compute.restart();
  },
};
