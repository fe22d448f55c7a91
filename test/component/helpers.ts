import { render, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect } from 'vitest';
import type { Settings } from '../../electron/shared/contract';
import App from '../../renderer/App.svelte';
import { FakeApi } from '../fake-page/fake-api';
import type { MediaSource } from '../../renderer/camera/media-source';
import { AppModel } from '../../renderer/state/app-model.svelte';

/** A small picture with every colour, wider than high. */
export function createPhoto(width = 60, height = 40) {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 37) % 256);
  return { data, width, height };
}

/** One object, because what is made of a photo is kept with it. */
const photo = createPhoto();

export function createApi(settings: Partial<Settings> = {}): FakeApi {
  return new FakeApi({ photo, settings: { layers: '0-3', ...settings } });
}

/** A model that has started and holds its first analysis. */
export async function startModel(api: FakeApi = createApi(), media?: MediaSource): Promise<AppModel> {
  const [info, settings] = await Promise.all([
    api.call('app:info', undefined),
    api.call('settings:read', undefined),
  ]);
  const app = new AppModel(api, info, settings, media);
  app.start();
  await expect.poll(() => app.session.analysis, { timeout: 10_000 }).not.toBeNull();
  return app;
}

/** The whole page with its first result on screen. */
export async function renderApp(api: FakeApi = createApi(), media?: MediaSource) {
  const [info, settings] = await Promise.all([
    api.call('app:info', undefined),
    api.call('settings:read', undefined),
  ]);
  const view = render(App, { api, info, settings, ...(media ? { media } : {}) });
  await screen.findByText(/^(Ready|就绪)$/, {}, { timeout: 10_000 });
  await screen.findByRole('gridcell', { name: /3 stem_act.* 0[,，]/ }, { timeout: 10_000 });
  return { ...view, api };
}

/** What axe finds to complain about. Contrast needs a real layout: it is looked at in the window's tests. */
export async function audit(element: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(element, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
