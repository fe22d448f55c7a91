// Configuration of electron-builder for every target. What goes in is collected by stage.mjs.
import path from 'node:path';
import { electronFolder, electronVersion, projectRoot } from '../electron/version.mjs';
import { afterPack } from './after-pack.mjs';
import { pictureTypes } from './file-types.mjs';
import { unpacked } from './packages.mjs';
import { places } from './places.mjs';

const icon = (/** @type {string} */ name) => path.join(places.icons, name);
const CAMERA_TEXT =
  'Featurescope shows what a network sees of your camera picture. It stays on this computer.';

const pictures = {
  ext: pictureTypes.map(({ extension }) => extension),
  name: 'Picture',
  role: 'Viewer',
  rank: 'Alternate',
};

/**
 * @param {'store' | 'normal' | 'maximum'} compression
 * @returns {import('electron-builder').Configuration}
 */
export function builderConfig(compression) {
  return {
    appId: 'app.featurescope',
    productName: 'Featurescope',
    copyright: 'Copyright (c) 2026 Featurescope developers',
    artifactName: '${name}-${version}-${os}-${arch}.${ext}',
    compression,
    electronVersion,
    // On macOS a folder with links, which only the original has.
    electronDist: process.platform === 'darwin' ? electronFolder : places.electron,
    electronLanguages: process.platform === 'darwin' ? ['en', 'zh_CN'] : ['en-US', 'zh-CN'],
    directories: { output: places.output, buildResources: places.icons },
    // Dependencies are staged by name already; there is nothing to look for and nothing to compile.
    beforeBuild: async () => false,
    npmRebuild: false,
    files: ['**/*', { from: 'node_modules', to: 'node_modules', filter: ['**/*'] }],
    asar: true,
    asarUnpack: unpacked,
    extraResources: [{ from: places.resources, to: '.', filter: ['**/*'] }],
    extraFiles: [{ from: path.join(projectRoot, 'LICENSE'), to: 'LICENSE' }],
    afterPack,
    publish: null,
    fileAssociations: [
      { ext: ['h5', 'hdf5'], name: 'Keras model (HDF5)', role: 'Viewer', rank: 'Alternate' },
      { ext: 'keras', name: 'Keras model', role: 'Viewer', rank: 'Default' },
      // Not on Windows, where the installer would make us the first program for pictures.
      ...(process.platform === 'win32' ? [] : [pictures]),
    ],
    linux: {
      target: ['dir'],
      executableName: 'featurescope',
      icon: places.icons,
      category: 'Science',
      synopsis: 'Shows what a convolutional network sees',
      mimeTypes: pictureTypes.map(({ mimeType }) => mimeType),
      desktop: { entry: { StartupWMClass: 'featurescope', GenericName: 'Feature map viewer' } },
      // Associations of Linux are the desktop entry's and the MIME file's.
      fileAssociations: [],
    },
    win: { target: ['nsis', 'zip'], icon: icon('icon.ico') },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: icon('icon.icns'),
      category: 'public.app-category.education',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: path.join(import.meta.dirname, 'mac/entitlements.plist'),
      entitlementsInherit: path.join(import.meta.dirname, 'mac/entitlements.plist'),
      extendInfo: { NSCameraUsageDescription: CAMERA_TEXT },
    },
  };
}
