// How one value of a map comes about: products, their sum, and what is done to it.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Arithmetic, ArithmeticProducts } from '../../electron/shared/contract';
import { isBeyond, limitOf, partsOf, type SoftmaxStep } from '../../renderer/lib/arithmetic';
import StepsTab from '../../renderer/views/inspector/StepsTab.svelte';
import { fakeLayers } from '../fake-page/fake-models';
import { createSettings, createWording } from './state/alone.svelte';
import { audit } from './helpers';

const wording = createWording();
const chinese = createWording(createSettings({ language: 'zh-CN' }));
const layers = fakeLayers(false);

/** Two rows under two channels, the first row beyond the border: 2 × 0.5 + 3 × (−1) = −2. */
const products: ArithmeticProducts = {
  ...{ layer: 1, height: 2, width: 1 },
  ...{ channels: Int32Array.of(0, 1), rows: Int32Array.of(-1, 0), columns: Int32Array.of(4) },
  patch: Float32Array.of(0, 0, 2, 3),
  weights: Float32Array.of(7, 8, 0.5, -1),
  sum: -2,
};
const windowed: Arithmetic = {
  ...{ input: 0, products },
  steps: [
    { kind: 'bias', bias: -0.5, layer: 1, after: -2.5 },
    { kind: 'norm', factor: -2, shift: 0.25, layer: 2, after: 5.25 },
    { kind: 'activation', name: 'ReLU', layer: 3, after: 5.25 },
  ],
  ...{ result: 5.25, value: 5.25 },
};
/** Eight channels at one place. */
const many: ArithmeticProducts = {
  ...{ layer: 7, height: 1, width: 1 },
  ...{
    channels: Int32Array.from({ length: 8 }, (_, at) => at),
    rows: Int32Array.of(0),
    columns: Int32Array.of(0),
  },
  patch: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  weights: Float32Array.of(1, -1, 1, -1, 1, -1, 1, -1),
  sum: -4,
};
const single: Arithmetic = { input: 6, products: many, steps: [], result: -4, value: -4 };

/** A softmax over seven channels: exp(x - 3) of 3, 2, 1, 0, -1, -2, -3, which are 1 and 1 / e to the power of 1 to 6. */
const softmax: SoftmaxStep = {
  ...{ kind: 'softmax', name: 'softmax', layer: 7, channel: 6, largest: 3 },
  logits: Float32Array.of(3, 2, 1, 0, -1, -2, -3),
  ...{ total: 1.5805353, after: 0.0015683 },
};
const ofClass: Arithmetic = {
  ...{ input: 6, products: { ...many, sum: -4 }, result: 0.0015683, value: 0.0015683 },
  steps: [{ kind: 'bias', bias: 1, layer: 7, after: -3 }, softmax],
};
/** The same over what another layer gives, and its logarithm: ln 0.0015683. */
const alone: Arithmetic = {
  ...{ input: 6, products: null, result: -6.4577, value: -6.4577 },
  steps: [{ ...softmax, name: 'log_softmax', after: -6.4577 }],
};

const place = { layer: 3, filter: 1, row: 0, column: 4 };
function show(arithmetic: Arithmetic | null, change: object = {}) {
  const onopen = vi.fn();
  const { container } = render(StepsTab, {
    ...{ wording, isStale: false, hasPlace: true, layer: layers[3]!, model: { layers }, onopen },
    known: { place, origin: { kind: 'ready', value: arithmetic } },
    ...change,
  });
  /** Rows with their cells, those without text left out. */
  const rowsOf = () =>
    [...container.querySelectorAll('tr, [role=row]')].map((row) =>
      [...row.children]
        .map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())
        .filter((text) => text !== '')
        .join(' | '),
    );
  return { container, onopen, rowsOf };
}

describe('the parts of a sum', () => {
  it('are all in their order, or those that count the most and the rest together', () => {
    expect(partsOf(products, 3)).toEqual({
      shown: [
        {
          ...{ channel: 0, inputs: Float32Array.of(0, 2), weights: Float32Array.of(7, 0.5) },
          ...{ products: Float32Array.of(0, 1), sum: 1 },
        },
        {
          ...{ channel: 1, inputs: Float32Array.of(0, 3), weights: Float32Array.of(8, -1) },
          ...{ products: Float32Array.of(0, -3), sum: -3 },
        },
      ],
      others: { count: 0, sum: 0 },
    });
    const { shown, others } = partsOf(many, 3);
    expect(shown.map(({ channel, sum }) => [channel, sum])).toEqual([
      [7, -8],
      [6, 7],
      [5, -6],
    ]);
    expect(others).toEqual({ count: 5, sum: 1 - 2 + 3 - 4 + 5 });
    expect(limitOf([Float32Array.of(1, -4), Float32Array.of(3)])).toBe(4);
    expect(isBeyond({ rows: Int32Array.of(-1, 0), columns: Int32Array.of(4, -1) })).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});

describe('step by step', () => {
  it('leads from patch and kernel to the value of the map', async () => {
    const { container, rowsOf } = show(windowed);
    expect(container).toHaveTextContent('The value here row 0, column 4');
    expect(container).toHaveTextContent('Computed from 0 input_layer');
    expect(rowsOf()).toEqual([
      'Input | values±3.00 | kernel±8.00 | products±3.00 | sum',
      '0 | × | = | 1.000',
      '1 | × | = | −3.000',
      'Step | Value after it',
      'Sum of 4 products 1 _conv_stem | −2.000',
      '− 0.5000 (bias) | −2.500',
      '× −2.000 + 0.2500 2 _bn0 | 5.250',
      'ReLU 3 stem_act | 5.250',
      'The value of the map | 5.25',
    ]);
    expect(screen.getByRole('img', { name: 'kernel: 7.00, 0.50' })).toBeInTheDocument();
    expect(await audit(container)).toEqual([]);
  });

  it('multiplies the numbers under the pointer, marked in all three pictures', async () => {
    const { container } = show(windowed);
    expect(container).toHaveTextContent('Hatched lies beyond the border and adds nothing.');
    const kernel = container.querySelectorAll('.weights')[4]!;
    kernel.getBoundingClientRect = () => new DOMRect(0, 0, 10, 20);
    await fireEvent.pointerMove(kernel, { clientX: 5, clientY: 15 });
    expect(container).toHaveTextContent('Channel 1, row 1, column 0: 3.000 × −1.000 = −3.000');
    expect(
      [...container.querySelectorAll('.weights')].map((one) => one.querySelector('.hot') !== null),
    ).toEqual([...[false, false, false], ...[true, true, true]]);
    await fireEvent.pointerMove(kernel, { clientX: 5, clientY: 5 });
    expect(container).toHaveTextContent('Channel 1, row 0, column 0: beyond the border, adds nothing');
    await fireEvent.pointerLeave(kernel);
    expect(container.querySelector('.hot')).toBeNull();
  });

  it('of one place is a table, the strongest channels links to their maps', async () => {
    const { container, onopen, rowsOf } = show(single);
    expect(rowsOf().slice(0, 8)).toEqual([
      'Input | values | kernel | products',
      '7 | 8.000 | ×−1.000 | =−8.000',
      '6 | 7.000 | ×1.000 | =7.000',
      '5 | 6.000 | ×−1.000 | =−6.000',
      '4 | 5.000 | ×1.000 | =5.000',
      '3 | 4.000 | ×−1.000 | =−4.000',
      '2 | 3.000 | ×1.000 | =3.000',
      '2 other input channels | −1.000',
    ]);
    await userEvent.click(screen.getByRole('button', { name: '6. Show channel 6 of layer 6 b0_dw_act' }));
    expect(onopen).toHaveBeenCalledExactlyOnceWith(6, 6);
    expect(await audit(container)).toEqual([]);
  });

  it('of a softmax shows powers, their sum and the share of it', async () => {
    const { container, rowsOf } = show(ofClass);
    expect(container).toHaveTextContent('Softmax over 7 channels');
    expect(rowsOf().slice(8)).toEqual([
      'Channel | number x | exp(x − 3.000)',
      ...['0 | 3.000 | 1.000', '1 | 2.000 | 0.3679', '2 | 1.000 | 0.1353', '3 | 0 | 0.04979'],
      ...['6 | −3.000 | 0.002479', '2 other channels | 0.02505', 'sum | 1.581'],
      'Step | Value after it',
      'Sum of 8 products 7 _blocks_0__project_conv | −4.000',
      '+ 1.000 (bias) | −3.000',
      '− 3.000 (largest of 7 channels) | −6.000',
      'exp | 0.002479',
      '÷ 1.581 (sum of 7 exp) | 0.001568',
      'The value of the map | 0.0016',
    ]);
    expect(container.querySelector('.own')).toHaveTextContent(/^6/);
    expect(await audit(container)).toEqual([]);
  });

  it('of a softmax over what has no kernel begins with the number that goes in', () => {
    const { rowsOf } = show(alone);
    expect(rowsOf().slice(8)).toEqual([
      'Step | Value after it',
      'The number that goes in 6 b0_dw_act | −3.000',
      '− 3.000 (largest of 7 channels) 7 _blocks_0__project_conv | −6.000',
      '− ln 1.581 (sum of 7 exp) | −6.458',
      'The value of the map | −6.46',
    ]);
  });

  it('is pale while another value is on its way', () => {
    expect(show(single, { isStale: true }).container.querySelector('section')).toHaveClass('stale');
  });

  it('speaks Chinese', () => {
    const { container } = show(windowed, { wording: chinese });
    expect(container).toHaveTextContent('此处的值 第 0 行，第 4 列');
    expect(within(container).getByRole('row', { name: /^4 个乘积之和/ })).toBeVisible();
  });
});

it('says what to do without a point, what there is without a kernel, and why it failed', () => {
  expect(show(single, { hasPlace: false }).container).toHaveTextContent(/^Point at a place of the map/);
  const pooling = { ...layers[3]!, className: 'MaxPooling2D' };
  expect(show(null, { layer: pooling }).container).toHaveTextContent('There is no kernel.');
  const failure = { code: 'engine/no-memory', values: {}, during: [], detail: '' };
  const failed = show(null, { known: { place, origin: { kind: 'failed', failure } } });
  expect(failed.container).toHaveTextContent(/This could not be computed\. \S/);
});
