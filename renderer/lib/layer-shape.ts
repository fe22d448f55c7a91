import type { MatrixLayer } from '../state/layer-choice.svelte';

/** Size of a layer's maps and their number: `112²×32`, `8×16×32`; `1000` for a layer without height and width. */
export function layerShape({ height, width, channels, layer }: MatrixLayer): string {
  if (!layer.isSpatial) return String(channels);
  return height === width ? `${height}²×${channels}` : `${height}×${width}×${channels}`;
}
