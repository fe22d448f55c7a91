// Parts of the inspector, each rendered without the page.
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ChannelStatistics } from '../../electron/shared/contract';
import { mapNumbers, STATISTIC_IDS, type StatisticId } from '../../electron/shared/map-statistics';
import type { Verdict } from '../../electron/shared/verdicts';
import Histogram from '../../renderer/views/inspector/Histogram.svelte';
import FieldFrame from '../../renderer/views/image/FieldFrame.svelte';
import VerdictBox from '../../renderer/views/inspector/VerdictBox.svelte';
import { createSettings, createWording } from './state/alone.svelte';
import { audit } from './helpers';

const wording = createWording();
const chinese = createWording(createSettings({ language: 'zh-CN' }));

const NUMBERS = { min: 2.16, max: 6, mean: 3, std: 1, zeros: 0.12, limit: 0.03, entropy: 5, r: 0.31 };
function statistics(change: Partial<Record<StatisticId, number>> = {}): ChannelStatistics {
  const numbers = { ...NUMBERS, ...change };
  return {
    ...{ layer: 3, height: 4, width: 4, channels: 1, nonFinite: 0 },
    ...mapNumbers(STATISTIC_IDS, (id) => Float32Array.of(numbers[id])),
  };
}

describe('the verdict', () => {
  const plain = {
    ...{ wording, filter: 0, isInput: false, seen: 1, active: 1 },
    ...{ cause: null, onchannel: vi.fn() },
  };
  const textOf = (verdict: Verdict | null | undefined, more: object = {}) => {
    const { container, unmount } = render(VerdictBox, {
      ...plain,
      statistics: statistics(),
      verdict,
      ...more,
    });
    const text = container.textContent.replace(/\s+/g, ' ').trim();
    unmount();
    return text;
  };

  it('comes with its numbers and what it may mean', () => {
    expect(textOf({ kind: 'copy', values: { r: -0.993 } })).toBe(
      'copy Almost the inverted picture (r = −0.99). The channel passes brightness through and adds little of its own.',
    );
    expect(textOf({ kind: 'sparse', values: { zeros: 0.983 } })).toBe(
      'sparse 98.3% of its values are 0. It responds at few places, typical of a specific feature.',
    );
    expect(textOf({ kind: 'dead', values: { seen: 12 } })).toBe(
      'dead Every value is 0 in all 12 pictures seen. This channel does nothing.',
    );
    expect(textOf({ kind: 'dead', values: { seen: 12 } }, { wording: chinese })).toBe(
      '失活 在已看过的全部 12 张图片中所有值均为 0。该通道不起作用。',
    );
  });

  it('tells what was excluded where nothing stands out', () => {
    expect(textOf(null, { seen: 3, active: 2 })).toBe(
      'active in 2 of 3 pictures Values from 2.16 to 6.00: not constant, not a copy of the input (r = 0.31), ' +
        'not sparse (12.0% zeros), not saturated (3.0% at the limit), like no other channel of its layer.',
    );
    expect(textOf(null, { statistics: statistics({ limit: NaN, r: NaN }) })).toBe(
      'active Values from 2.16 to 6.00: not constant, not sparse (12.0% zeros), like no other channel of its layer.',
    );
    expect(textOf(null, { isInput: true })).not.toMatch(/copy|like no other/);
    expect(textOf(null, { wording: chinese })).toMatch(/^正常 取值 2\.16 至 6\.00：不恒定、.*不重复。$/);
  });

  it('says nothing of numbers that are none, and nothing before it is known', () => {
    expect(textOf(null, { statistics: statistics({ max: NaN }) })).toBe(
      'active Some values are NaN or infinite, so nothing more can be said.',
    );
    expect(textOf(undefined)).toBe('');
  });

  it('leads to the other one of two alike maps', async () => {
    const onchannel = vi.fn();
    const verdict: Verdict = { kind: 'twin', values: { of: 7, r: 0.994 } };
    const { container } = render(VerdictBox, { ...plain, statistics: statistics(), verdict, onchannel });
    expect(container).toHaveTextContent('Moves with channel 7 (r = 0.99). One of the two may do.');
    await userEvent.click(screen.getByRole('button', { name: 'Show channel 7' }));
    expect(onchannel).toHaveBeenCalledExactlyOnceWith(7);
    expect(await audit(container)).toEqual([]);
  });
});

describe('the histogram', () => {
  const values = Float32Array.from({ length: 96 }, (_, at) => at / 12); // 0 to 7.92
  const map = { layer: 3, filter: 0, height: 8, width: 12, values };

  it('has the value at the point, and counts what lies beyond the colours', async () => {
    const range = { min: 1, max: 7, colormap: 'viridis' } as const;
    const { container, rerender } = render(Histogram, { wording, map, range, here: 4 });
    const bars = screen.getByRole('img', { name: /^Histogram of 48 bins from 1\.00 to 7\.00: / });
    // 6 / 48 is one and a half steps of the values.
    expect(bars.querySelectorAll('.bin')[0]).toHaveAttribute('title', '1.00 to 1.13: 2');
    expect(bars.querySelector('.point')).toHaveStyle({ left: '50%' });
    expect(container).toHaveTextContent('12 below, 11 above');
    await rerender({ here: 0.5 });
    expect(bars.querySelector('.point')).toBeNull();
    expect(await audit(container)).toEqual([]);
  });

  it('says how much the bar holds that is broken off', () => {
    const sparse = Float32Array.from({ length: 100 }, (_, at) => (at < 97 ? 0 : at - 96));
    const range = { min: 0, max: 3, colormap: 'viridis' } as const;
    const { container } = render(Histogram, {
      ...{ wording, range, here: null },
      map: { ...map, height: 10, width: 10, values: sparse },
    });
    expect(container.querySelector('.share')).toHaveTextContent('97.0%');
    expect(container.querySelectorAll('.broken')).toHaveLength(1);
  });
});

describe('the receptive field on the photo', () => {
  const rectangle = { x: 0, y: 10, width: 20, height: 15 };
  const cut = { left: true, top: false, right: false, bottom: false };
  const picture = { width: 80, height: 40 };

  it('is a box with its size, dashed where it is cut off', () => {
    const whole = { ...rectangle, x: -10, width: 30 };
    const box = { whole, seen: rectangle, cut, isAll: false };
    const { container } = render(FieldFrame, { picture, box, label: 'sees 3 × 3 px' });
    expect(screen.getByText('sees 3 × 3 px')).toBeVisible();
    expect(container.querySelector('.seen')).toHaveStyle({ left: '0%', top: '25%', width: '25%' });
    expect(container.querySelector('.seen')).toHaveClass('cut-left', { exact: false });
    expect(container.querySelector('.whole')).toHaveStyle({ left: '-12.5%' });
  });

  it('is nothing but the label where everything is seen', () => {
    const box = { whole: rectangle, seen: rectangle, cut, isAll: true };
    const { container } = render(FieldFrame, { picture, box, label: 'sees all of the picture' });
    expect(container.textContent.trim()).toBe('sees all of the picture');
    expect(container.querySelector('.seen, .whole')).toBeNull();
  });
});
