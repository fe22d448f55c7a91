import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../electron/shared/contract';
import { ApiError } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { createApi, renderApp, startModel } from './helpers';

/** Refuses to load the file until its question is answered. */
function askUntil(
  api: FakeApi,
  question: NonNullable<Failure['question']>,
  code: string,
  isAnswered: (use: Record<string, unknown>) => boolean,
): void {
  const call = api.call.bind(api);
  api.call = (async (name: 'model:load', input: { kind: string; use?: Record<string, unknown> }, options) => {
    if (name === 'model:load' && input.kind === 'file' && !isAnswered(input.use ?? {})) {
      api.asked.push({ name, input: input as never });
      throw new ApiError({ code, values: {}, during: [], detail: '', question });
    }
    return call(name, input as never, options);
  }) as FakeApi['call'];
}

const lastLoad = (api: FakeApi) => api.asked.findLast(({ name }) => name === 'model:load')?.input;
const source = { kind: 'file', path: '/models/two.keras' } as const;
const INPUTS = {
  kind: 'inputs' as const,
  inputs: [
    { name: 'facts', shape: [null, 3] },
    { name: 'mask', shape: [null, 8, 8, 1] },
    { name: 'photo', shape: [null, 8, 8, 3] },
  ],
};

describe('a model with several inputs', () => {
  it('asks for the values of all inputs but the picture, opens with them and remembers them', async () => {
    const user = userEvent.setup();
    const api = createApi();
    askUntil(api, INPUTS, 'model/several-inputs', (use) => use['constants'] !== null);
    await renderApp(api);
    api.askToOpen(source.path);
    const dialog = await screen.findByRole('dialog', { name: 'Open two.keras' });
    expect(dialog).toHaveTextContent('3 inputs');
    // Colour is the picture; a mask shows all.
    expect(within(dialog).getByRole('radio', { name: 'photo takes the picture' })).toBeChecked();
    expect(within(dialog).getByRole('textbox', { name: 'Value of the input photo' })).toBeDisabled();
    expect(within(dialog).getByRole('textbox', { name: 'Value of the input mask' })).toHaveValue('1');
    const facts = within(dialog).getByRole('textbox', { name: 'Value of the input facts' });
    await user.clear(facts);
    await user.type(facts, 'much');
    expect(within(dialog).getByRole('button', { name: 'Open' })).toBeDisabled();
    await user.clear(facts);
    await user.type(facts, '0.75');
    await user.click(within(dialog).getByRole('button', { name: 'Open' }));
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    expect(lastLoad(api)).toMatchObject({ ...source, use: { constants: { facts: 0.75, mask: 1 } } });
  });

  it('is not opened where the question is closed, and asks again the next time', async () => {
    const api = createApi();
    askUntil(api, INPUTS, 'model/several-inputs', (use) => use['constants'] !== null);
    const app = await startModel(api);
    const before = app.session.model?.modelId;
    await app.modelLoading.use(source);
    expect(app.question.open).toMatchObject({ name: 'two.keras', ask: INPUTS });
    expect(app.session.model?.modelId).toBe(before);
    expect(app.toasts.list).toEqual([]);
    app.question.close();
    await app.modelLoading.use(source);
    await app.question.answer({ constants: { facts: 2, mask: 1 } });
    expect(app.question.open).toBeNull();
    expect(app.settings.value.modelUses).toMatchObject([
      { model: source.path, constants: { facts: 2, mask: 1 } },
    ]);
    await app.modelLoading.use(source);
    expect(lastLoad(api)).toMatchObject({ use: { constants: { facts: 2, mask: 1 } } });
  });
});

describe('a file that holds weights only', () => {
  const question = { kind: 'architecture' as const, ids: ['inception-v3', 'resnet50'] };

  it('asks for its layers: one of those that come along, or a JSON file', async () => {
    const api = createApi();
    askUntil(api, question, 'model/needs-architecture', (use) => use['architecture'] === '/mine.json');
    const app = await startModel(api);
    await app.modelLoading.use(source);
    expect(app.question.open?.ask).toEqual(question);
    await app.question.answer({ architecture: 'resnet50' });
    // It did not fit: the question is asked again, with the reason.
    expect(lastLoad(api)).toMatchObject({ use: { architecture: 'resnet50' } });
    expect(app.question.open).not.toBeNull();
    api.chosenPaths = ['/mine.json'];
    await app.question.chooseArchitecture();
    expect(api.asked.findLast(({ name }) => name === 'files:choose')?.input).toEqual({
      kind: 'architecture',
    });
    expect(app.question.open).toBeNull();
    expect(app.settings.value.modelUses).toMatchObject([{ architecture: '/mine.json' }]);
  });

  it('lists the architectures in a dialog', async () => {
    const user = userEvent.setup();
    const api = createApi();
    askUntil(api, question, 'model/needs-architecture', (use) => use['architecture'] === 'resnet50');
    await renderApp(api);
    api.askToOpen(source.path);
    const dialog = await screen.findByRole('dialog', { name: 'Open two.keras' });
    expect(
      within(dialog)
        .getAllByRole('radio')
        .map((radio) => (radio as HTMLInputElement).value),
    ).toEqual(question.ids);
    expect(within(dialog).queryByRole('alert')).toBeNull();
    await user.click(within(dialog).getByRole('radio', { name: 'resnet50' }));
    await user.click(within(dialog).getByRole('button', { name: 'Open' }));
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    expect(lastLoad(api)).toMatchObject({ use: { architecture: 'resnet50' } });
  });
});
