// The kernel behind a map: its pictures or bars, their links, and what is done to their sum.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { KernelView, LayerInfo } from '../../electron/shared/contract';
import { colourOrder, compositeImage, noKernelKey, planesOf, weightImage } from '../../renderer/lib/kernel';
import KernelSection from '../../renderer/views/inspector/KernelSection.svelte';
import { fakeLayers } from '../fake-page/fake-models';
import { createSettings, createWording } from './state/alone.svelte';
import { audit } from './helpers';

const wording = createWording();
const chinese = createWording(createSettings({ language: 'zh-CN' }));
const layers = fakeLayers(false);

/** A kernel of 1 x 2 pixels over three channels, as the first layer has it. */
const colours: KernelView = {
  ...{ layer: 1, input: 0, kind: 'colour', height: 1, width: 2, inputs: 3, limit: 2 },
  channels: Int32Array.of(0, 1, 2),
  values: Float32Array.of(2, -2, 1, 0, 0, -1),
  norms: Float32Array.of(2.83, 1, 1),
  bias: 0.25,
  normalizations: [
    { layer: 2, factor: 3, shift: -0.2, gamma: 1.5, beta: 0.4, mean: 0.2, variance: 0.249, epsilon: 0.001 },
  ],
};

function show(kernel: KernelView | null, change: object = {}) {
  const onopen = vi.fn();
  const { container } = render(KernelSection, {
    ...{ wording, layer: layers[3]!, onopen },
    origin: { kind: 'ready', value: kernel },
    model: { layers, preprocess: 'tf' },
    ...change,
  });
  const textOf = () => container.textContent.replace(/\s+/g, ' ').trim();
  return { container, onopen, textOf };
}

describe('the colours of weights', () => {
  it('are the same on both sides of 0, which is white; all zeros are white too', () => {
    const pixels = (values: number[], limit: number) => [
      ...weightImage(Float32Array.from(values), { width: values.length, height: 1 }, limit).data,
    ];
    // matplotlib's RdBu_r: its ends and its middle (index 128).
    expect(pixels([-2, 0, 2], 2)).toEqual([5, 48, 97, 255, 247, 246, 246, 255, 103, 0, 31, 255]);
    expect(pixels([0], 0)).toEqual([247, 246, 246, 255]);
  });

  it('make one picture of three, blue first where that is fed first', () => {
    const [red, green, blue] = planesOf(colours) as [Float32Array, Float32Array, Float32Array];
    const { data } = compositeImage([red, green, blue], { width: 2, height: 1 }, 2);
    expect([...data]).toEqual([255, 191, 128, 255, 0, 128, 64, 255]);
    expect(colourOrder('caffe')).toEqual([2, 1, 0]);
    expect(colourOrder('torch')).toEqual([0, 1, 2]);
  });
});

describe('the kernel of the first layer', () => {
  it('is four pictures with their scale, the colours links to the input; the pointer reads a weight', async () => {
    const { container, onopen, textOf } = show(colours);
    expect(textOf()).toContain('Kernel 1 _conv_stem, 1 × 2 × 3');
    expect(screen.getByRole('img', { name: 'Weights of green: 1.00, 0' })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'Weights from −2.00 to 2.00, 0 in the middle' })).toBeVisible();
    const red = screen.getByRole('button', { name: /red/ });
    expect(red).toHaveAttribute('title', 'Show channel 0 of layer 0 input_layer');
    const weights = red.querySelector('.weights')!;
    weights.getBoundingClientRect = () => new DOMRect(0, 0, 20, 10);
    await fireEvent.pointerMove(weights, { clientX: 15, clientY: 5 });
    expect(textOf()).toContain('row 0, column 1: −2.00');
    expect(container.querySelector('.tick')).toHaveStyle({ left: '0%' });
    await fireEvent.pointerLeave(weights);
    expect(container.querySelector('.tick')).toBeNull();
    await userEvent.click(red);
    expect(onopen).toHaveBeenCalledExactlyOnceWith(0, 0);
    expect(await audit(container)).toEqual([]);
  });

  it('names red last where blue is fed first', () => {
    show(colours, { model: { layers, preprocess: 'caffe' } });
    expect(screen.getByRole('img', { name: 'Weights of red: 0, −1.00' })).toBeInTheDocument();
  });
});

it('bias and batch normalization are the factors they are', () => {
  const { textOf } = show(colours);
  expect(textOf()).toContain('Bias 0.25 Batch normalization 2 _bn0 Scale 3.00');
  expect(textOf()).toContain('γ / √(variance + ε) = 1.50 / √(0.25 + 0.0010) Shift −0.20');
  expect(textOf()).toContain('β − mean × scale = 0.40 − 0.20 × 3.00');
});

describe('a deeper kernel', () => {
  const deep: KernelView = {
    ...{ layer: 9, input: 8, kind: 'channels', height: 3, width: 3, inputs: 96, limit: 1 },
    channels: Int32Array.of(40, 7, 9, 11, 3, 2),
    values: Float32Array.from({ length: 54 }, (_, at) => Math.cos(at)),
    ...{ norms: new Float32Array(6), bias: null, normalizations: [] },
  };

  it('is its strongest input channels, each a link to that map', async () => {
    const { container, onopen, textOf } = show(deep);
    expect(textOf()).toContain('6 of 96 input channels, largest first');
    expect(textOf()).toContain('Bias none');
    expect(container.querySelectorAll('button')).toHaveLength(6);
    await userEvent.click(screen.getByTitle('Show channel 7 of layer 8 _blocks_0__bn2'));
    expect(onopen).toHaveBeenCalledExactlyOnceWith(8, 7);
    expect(await audit(container)).toEqual([]);
  });

  it('has no links where its input is none of the layers', () => {
    const { container } = show({ ...deep, input: null });
    expect(container.querySelectorAll('button')).toHaveLength(0);
    expect(container.querySelectorAll('canvas.pixelated')).toHaveLength(6);
  });

  it('of one place is bars, down for weights below 0; the largest are links', async () => {
    const bars: KernelView = {
      ...deep,
      ...{ kind: 'bars', height: 1, width: 1, inputs: 3, limit: 0.5 },
      ...{ channels: Int32Array.of(2, 0, 1), values: Float32Array.of(-0.5, 0.25, 0.1) },
    };
    const { container, onopen, textOf } = show(bars);
    const heights = [...container.querySelectorAll<HTMLElement>('.bar')].map(({ style, className }) => [
      style.height,
      /\bbelow\b/.test(className),
    ]);
    expect(heights).toEqual([
      ['50%', true],
      ['25%', false],
      [expect.stringMatching(/^10(\.0+\d*)?%$/), false],
    ]);
    expect(
      screen.getByRole('img', { name: /^Weights of 3 input channels, .* 2: −0.50, input channel 0: 0.25/ }),
    ).toBeVisible();
    await fireEvent.pointerEnter(container.querySelectorAll('.bin')[1]!);
    expect(textOf()).toContain('input channel 0: 0.25');
    await userEvent.click(
      screen.getByRole('button', { name: /^input channel 0: 0\.25\. Show channel 0 of layer 8/ }),
    );
    expect(onopen).toHaveBeenCalledExactlyOnceWith(8, 0);
    expect(await audit(container)).toEqual([]);
  });
});

describe('without a kernel', () => {
  const layerOf = (className: string): LayerInfo => ({ ...layers[3]!, className });

  it('a sentence says what there is instead', () => {
    expect(show(null, { layer: layerOf('MaxPooling2D') }).textOf()).toContain(
      'the largest one under a window',
    );
    expect(show(null, { layer: layerOf('Rescaling') }).textOf()).toContain(
      'Rescaling makes this map of what other',
    );
    expect(show(null, { layer: layerOf('Rescaling'), wording: chinese }).textOf()).toContain(
      'Rescaling 由其他层',
    );
    expect(noKernelKey(layerOf('InputLayer'))).toBe('origin.none.input');
    expect(noKernelKey(layerOf('GlobalAveragePooling2D'))).toBe('origin.none.mean');
    expect(noKernelKey(layerOf('Add'))).toBe('origin.none.merge');
    expect(noKernelKey(layerOf('Dense'))).toBe('origin.none.overChannels');
    expect(noKernelKey(layerOf('Conv2DTranspose'))).toBe('origin.none.overChannels');
  });

  it('a failure says why', async () => {
    const failure = { code: 'engine/no-memory', values: {}, during: [], detail: '' };
    const { container } = show(null, { origin: { kind: 'failed', failure } });
    await waitFor(() =>
      expect(container.querySelector('p')).toHaveTextContent(/^This could not be computed\. \S/),
    );
    expect(within(container).queryByRole('img')).toBeNull();
  });
});
