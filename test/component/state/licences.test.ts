import { afterEach, expect, it, vi } from 'vitest';
import { Licences } from '../../../renderer/state/licences.svelte';
import { createApi } from '../helpers';
import { namesAsked, Told } from './alone.svelte';

const ours = [{ name: 'Featurescope', version: '0.1.0', licence: 'MIT', text: 'text' }];
const answer = (response: Promise<Response>) => vi.spyOn(globalThis, 'fetch').mockReturnValue(response);
afterEach(() => vi.restoreAllMocks());

it.each([
  ['what the build collected', () => Promise.resolve(Response.json(ours)), ours],
  ['a missing file', () => Promise.resolve(new Response(null, { status: 404 })), 'missing'],
  ['a file that is none', () => Promise.resolve(new Response('<html>')), 'missing'],
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'missing'],
])('are %s', async (_what, response, list) => {
  answer(response());
  const licences = new Licences({ api: createApi(), failures: new Told() });
  expect(licences.list).toBeNull();
  await licences.read();
  expect(licences.list).toEqual(list);
});

it('of Chromium are shown by main, and a failure is told', async () => {
  const [api, failures] = [createApi(), new Told()];
  const licences = new Licences({ api, failures });
  await licences.showChromium();
  expect(namesAsked(api)).toEqual(['licences:show']);
  api.failing = 'licences:show';
  await licences.showChromium();
  expect(failures.list).toMatchObject([{ title: 'error.licences' }]);
});
