import { beforeEach, expect, it, vi } from 'vitest';
import type { ModelSummary } from '../../../electron/shared/contract';
import { abortError, ApiError, failureData, type CallOptions } from '../../../renderer/api/api';
import { DownloadsModel } from '../../../renderer/state/downloads-model.svelte';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import { createApi } from '../helpers';
import { createWording, Told } from './alone.svelte';

let model: ModelSummary;
let failures: Told;
let toasts: Toasts;
const modelLoading = { use: vi.fn(async () => undefined) };
const readCatalog = vi.fn(async () => undefined);
/** The download under way, which the test ends. */
let held: { input: unknown; options: CallOptions; finish(): void; fail(): void };
let chosen: string[];
const call = vi.fn((name: string, input: unknown, options: CallOptions = {}) => {
  if (name === 'files:choose') return Promise.resolve(chosen);
  return new Promise((resolve, reject) => {
    const fail = () => reject(new ApiError(failureData('internal/page', { what: 'unreachable' })));
    held = { input, options, finish: () => resolve(undefined), fail };
    options.signal?.addEventListener('abort', () => reject(abortError()));
  });
});

beforeEach(async () => {
  vi.clearAllMocks();
  [failures, toasts, chosen] = [new Told(), new Toasts(), []];
  model = (await createApi().call('models:list', undefined))[0]!;
});
function create() {
  const session = { catalog: [model], readCatalog };
  const api = { call: call as never };
  return new DownloadsModel({ api, failures, modelLoading, session, toasts, wording: createWording() });
}
const stateOf = (downloads: DownloadsModel) => downloads.states.get(model.id);

it('a model is fetched with progress, and used at once while its dialog is open', async () => {
  const downloads = create();
  downloads.open(model.id);
  expect(downloads.shown).toEqual(model);
  const done = downloads.start(model);
  expect(held.input).toEqual({ id: model.id, file: null });
  expect(stateOf(downloads)).toMatchObject({ kind: 'busy', progress: { stage: 'download', fraction: null } });
  held.options.onProgress!({ stage: 'download', fraction: 0.25 });
  expect(stateOf(downloads)).toMatchObject({ progress: { fraction: 0.25 } });
  await downloads.start(model); // once is enough
  held.finish();
  await done;
  expect(call).toHaveBeenCalledOnce();
  expect(downloads.shown).toBeNull();
  expect(modelLoading.use).toHaveBeenCalledExactlyOnceWith({ kind: 'catalog', id: model.id });
  expect(readCatalog).toHaveBeenCalledOnce();
});

it('behind a closed dialog it is offered', async () => {
  const downloads = create();
  const done = downloads.start(model);
  held.finish();
  await done;
  expect(modelLoading.use).not.toHaveBeenCalled();
  toasts.list[0]?.action?.run();
  expect(modelLoading.use).toHaveBeenCalledOnce();
});

it('it can be stopped, and progress that comes late does not start it again', async () => {
  const downloads = create();
  const done = downloads.start(model);
  const state = stateOf(downloads);
  if (state?.kind === 'busy') state.cancel();
  held.options.onProgress!({ stage: 'download', fraction: 0.5 });
  await done;
  expect(stateOf(downloads)).toBeUndefined();
  expect(failures.list).toEqual([]);
  expect(readCatalog).toHaveBeenCalledOnce(); // how much is kept stands there
});

it('a failure stands in the open dialog until that is closed, and is told behind a closed one', async () => {
  const downloads = create();
  downloads.open(model.id);
  const first = downloads.start(model);
  held.fail();
  await first;
  expect(stateOf(downloads)).toMatchObject({ kind: 'failed', isRetryable: true });
  downloads.close();
  expect(stateOf(downloads)).toBeUndefined();
  const second = downloads.start(model);
  held.fail();
  await second;
  expect(failures.list).toMatchObject([{ title: 'download.failed', parameters: { name: model.title } }]);
});

it('the file of the user is taken instead; a wrong one is not offered again', async () => {
  const downloads = create();
  await downloads.chooseFile(model);
  expect(call).toHaveBeenCalledOnce();
  chosen = ['/mine.h5'];
  downloads.open(model.id);
  const done = downloads.chooseFile(model);
  await expect.poll(() => call.mock.calls.length).toBe(3);
  expect(held.input).toEqual({ id: model.id, file: '/mine.h5' });
  expect(stateOf(downloads)).toMatchObject({ progress: { stage: 'check' } });
  held.fail();
  await done;
  expect(stateOf(downloads)).toMatchObject({ kind: 'failed', isRetryable: false });
});
