import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SettingsModel } from '../../../renderer/state/settings-model.svelte';
import { UiModel } from '../../../renderer/state/ui-model.svelte';
import { defaultFakeSettings } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, inputsOf } from './alone.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('writes once for several changes, a moment later or when the page is left', async () => {
  const api = createApi();
  const settings = new SettingsModel(defaultFakeSettings, api, () => undefined);
  settings.update({ topK: 5 });
  settings.update({ topK: 20 });
  expect(settings.value.topK).toBe(20);
  await vi.advanceTimersByTimeAsync(250);
  settings.update({ topK: 10 });
  void settings.flush();
  await settings.flush();
  expect(inputsOf(api, 'settings:write')).toEqual([{ topK: 20 }, { topK: 10 }]);
});

it('says when it cannot write', async () => {
  const api = createApi();
  api.failing = 'settings:write';
  const failed = vi.fn();
  const settings = new SettingsModel(defaultFakeSettings, api, failed);
  settings.update({ topK: 5 });
  await vi.advanceTimersByTimeAsync(500);
  expect(failed).toHaveBeenCalledOnce();
});

it('takes what main has changed, but not over what is not written yet', () => {
  const settings = createSettings();
  settings.update({ topK: 20 });
  settings.receive({ ...defaultFakeSettings, topK: 5, theme: 'dark' });
  expect(settings.value).toMatchObject({ topK: 20, theme: 'dark' });
});

it('the theme in force is the chosen one, or that of the system', () => {
  const settings = createSettings({ theme: 'dark' });
  const ui = new UiModel(settings);
  expect(ui.theme).toBe('dark');
  settings.update({ theme: 'system' });
  expect(ui.theme).toBe('light'); // of the system of these tests
});
