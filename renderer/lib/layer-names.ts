import type { LayerInfo } from '../../electron/shared/contract';
import { isShowable } from './matrix-columns';
import type { Words } from './words';

export interface LayerNames {
  /** Index path and name of a layer; '' for one that is not listed. */
  readonly of: (layer: number | null) => string;
  /** What a link to a channel of a layer shows; null where the layer has no maps. */
  readonly linkTo: (layer: number | null) => ((channel: number) => string) | null;
}

/** How layers are named where they are told by their place in the list. */
export function layerNames({ t }: Pick<Words, 't'>, layers: readonly LayerInfo[]): LayerNames {
  const infoOf = (layer: number | null) => (layer === null ? undefined : layers[layer]);
  return {
    of: (layer) => {
      const info = infoOf(layer);
      return info ? `${info.indexPath} ${info.name}` : '';
    },
    linkTo: (layer) => {
      const info = infoOf(layer);
      if (!info || !isShowable(info)) return null;
      const { indexPath, name } = info;
      return (channel) => t('origin.show', { channel: String(channel), layer: indexPath, name });
    },
  };
}
