/**
 * The one table of panes. Their places and splitters, the way of F6 (in this order), the keys of the shortcut sheet and what
 * can be saved as PNG are built from it. CONTRIBUTING says how to add one.
 */
import type { Component } from 'svelte';
import type { MessageKey } from '../../electron/shared/texts/translator';
import type { PaneProps } from '../components/PaneFrame.svelte';
import type { PaneKey } from '../lib/shortcuts';
import type { AppModel } from '../state/app-model.svelte';
import type { PngSubject } from '../state/png-model.svelte';
import HypercolumnsPane from './hypercolumns/HypercolumnsPane.svelte';
import { hypercolumnsPng } from './hypercolumns/hypercolumns-png';
import ImagePane from './image/ImagePane.svelte';
import { imagePng } from './image/image-png';
import InspectorPane from './inspector/InspectorPane.svelte';
import MapsPane from './maps/MapsPane.svelte';
import { mapsPng } from './maps/maps-png';
import PredictionsPane from './predictions/PredictionsPane.svelte';
import { predictionsPng } from './predictions/predictions-png';

export interface Pane {
  /** Names the pane in the page, where its head is `h-<id>`, and in the settings, where its height is `<id>Px`. */
  readonly id: string;
  /** What stands in its head. */
  readonly title: (app: AppModel) => string;
  readonly component: Component<PaneProps>;
  readonly place: Place;
  /** Without it the pane is always there. */
  readonly isOpen?: (app: AppModel) => boolean;
  /** At the edge: it lies over all other panes. */
  readonly fills?: (app: AppModel) => boolean;
  /** Keys that the pane handles itself, for the sheet of shortcuts. */
  readonly keys?: readonly PaneKey[];
  readonly png?: (app: AppModel) => PngSubject[];
}

/** In a column, below the panes before it; or at the right edge, beside both columns. */
export type Place = ColumnPlace | { readonly column: 'edge' };

export interface ColumnPlace {
  readonly column: 'left' | 'right';
  readonly leastPx: number;
  /** What the splitter above it is called, which sets its height. The first pane of a column has none: it takes what is left. */
  readonly splitter?: MessageKey;
}

const text = (key: MessageKey) => (app: AppModel) => app.wording.t(key);

export const panes: readonly Pane[] = [
  {
    id: 'image',
    title: text('image.title'),
    component: ImagePane,
    place: { column: 'left', leastPx: 180 },
    keys: [
      { label: 'command.movePoint', chord: 'Arrows', group: 'help.group.point' },
      { label: 'command.moveCrop', chord: 'Alt+Arrows', group: 'help.group.point' },
    ],
    png: imagePng,
  },
  {
    id: 'predictions',
    title: text('predictions.title'),
    component: PredictionsPane,
    place: { column: 'left', leastPx: 150, splitter: 'splitter.predictions' },
    png: predictionsPng,
  },
  {
    id: 'maps',
    title: text('maps.title'),
    component: MapsPane,
    place: { column: 'right', leastPx: 180 },
    keys: [
      { label: 'command.moveTile', chord: 'Arrows', group: 'help.group.matrix' },
      { label: 'command.inspect', chord: 'Enter', group: 'help.group.matrix' },
      { label: 'command.layerEnds', chord: 'HomeEnd', group: 'help.group.matrix' },
      { label: 'command.filterPage', chord: 'Pages', group: 'help.group.matrix' },
      { label: 'command.lineEnds', chord: 'HomeEnd', group: 'help.group.matrix' },
    ],
    png: mapsPng,
  },
  {
    id: 'hypercolumns',
    title: text('hyper.title'),
    component: HypercolumnsPane,
    place: { column: 'right', leastPx: 150, splitter: 'splitter.hypercolumns' },
    png: hypercolumnsPng,
  },
  {
    id: 'inspector',
    title: ({ inspector: { layer, map }, wording: { t } }) =>
      t(layer?.isSpatial === false ? 'inspector.unitTitle' : 'inspector.title', {
        layer: layer?.indexPath ?? '',
        filter: map?.filter ?? 0,
      }),
    component: InspectorPane,
    place: { column: 'edge' },
    keys: [{ label: 'command.zoomMap', chord: 'CmdOrCtrl+Wheel', group: 'help.group.matrix' }],
    isOpen: ({ inspector }) => inspector.map !== null,
    fills: ({ inspector }) => inspector.isLarge,
  },
];
