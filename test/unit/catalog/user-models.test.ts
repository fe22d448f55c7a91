import { describe, expect, it } from 'vitest';
import { userModelsFolder } from '../../../electron/catalog/download/user-models';

/** XDG Base Directory Specification 0.8; Apple's File System Programming Guide; Windows known folders. */
describe('the folder of downloaded models', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string, string]>([
    ['linux', {}, '/home/me', '/home/me/.local/share/featurescope/models'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/me', '/data/featurescope/models'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/me', '/home/me/.local/share/featurescope/models'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/me', '/home/me/.local/share/featurescope/models'],
    ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/Featurescope/models'],
    ['win32', {}, 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\Featurescope\\models'],
    ['win32', { LOCALAPPDATA: 'D:\\local' }, 'C:\\Users\\me', 'D:\\local\\Featurescope\\models'],
    ['linux', { FEATURESCOPE_MODELS: '/elsewhere', XDG_DATA_HOME: '/data' }, '/home/me', '/elsewhere'],
    ['win32', { FEATURESCOPE_MODELS: 'E:\\m' }, 'C:\\Users\\me', 'E:\\m'],
    [
      'darwin',
      { FEATURESCOPE_MODELS: 'relative' },
      '/Users/me',
      '/Users/me/Library/Application Support/Featurescope/models',
    ],
  ])('on %s with %j', (platform, environment, home, folder) => {
    expect(userModelsFolder(environment, platform, home)).toBe(folder);
  });
});
