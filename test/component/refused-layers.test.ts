// A model that is refused still shows its layers, with those that cannot be computed and what would help.
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../electron/shared/contract';
import { defaultSettings } from '../../electron/shared/default-settings';
import { message } from '../../electron/shared/messages/message';
import { ApiError } from '../../renderer/api/api';
import RefusedLayers from '../../renderer/components/RefusedLayers.svelte';
import type { SettingsModel } from '../../renderer/state/settings-model.svelte';
import { Wording } from '../../renderer/state/wording.svelte';
import type { FakeApi } from '../fake-page/fake-api';
import { createApi, renderApp } from './helpers';

const why = {
  code: 'model/unsupported-layer',
  values: {
    layer: message('part/layer-class-at', { name: 'halve', className: 'Lambda', index: 1 }),
    reason: message('part/is-lambda'),
  },
  during: [],
};
const layers: NonNullable<Failure['layers']> = [
  { indexPath: '0', name: 'image', className: 'InputLayer' },
  { indexPath: '1', name: 'halve', className: 'Lambda', why },
];
const REASON = 'Layer halve (class Lambda, index 1) holds code of its author, which is never run; replace it';

describe('a model that is refused', () => {
  it('lists its layers on wish', async () => {
    const api: FakeApi = createApi();
    const call = api.call.bind(api);
    api.call = (async (name: 'model:load', input: { kind: string }, options) => {
      if (name === 'model:load' && input.kind === 'file') throw new ApiError({ ...why, detail: '', layers });
      return call(name, input as never, options);
    }) as FakeApi['call'];
    await renderApp(api);
    api.askToOpen('/models/own.keras');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(REASON);
    const button = within(alert).getByRole('button', { name: 'Layers' });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    const items = within(within(alert).getByRole('list', { name: 'Layers' })).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())).toEqual([
      '0 image InputLayer',
      expect.stringContaining(`1 halve Lambda ${REASON}`),
    ]);
    await userEvent.click(button);
    expect(within(alert).queryByRole('list')).toBeNull();
  });

  it('of very many layers shows those that cannot be computed', () => {
    const wording = new Wording({ value: { ...defaultSettings, language: 'en' } } as SettingsModel, 'en');
    const sound = Array.from({ length: 600 }, (_, index) => ({
      indexPath: String(index + 2),
      name: `conv${index}`,
      className: 'Conv2D',
    }));
    render(RefusedLayers, { wording, layers: [...layers, ...sound] });
    expect(screen.getByText('Those of 602 layers that cannot be computed:')).toBeVisible();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });
});
