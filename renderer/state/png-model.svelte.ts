import { colourMap } from '../../electron/core/colour-map';
import { overlay } from '../../electron/core/overlay';
import type { ExportWhat, PictureScale } from '../../electron/shared/contract';
import { displayRange } from '../lib/map-colours';
import type { RgbImage } from '../lib/pixels';
import type { Api } from '../api/api';
import type { LayerChoice } from './layer-choice.svelte';
import type { Exporter } from './exporter';
import type { Failures } from './failures';
import type { HypercolumnsModel } from './hypercolumns-model.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

interface Parts {
  readonly api: Api;
  readonly choice: LayerChoice;
  readonly exporter: Exporter;
  readonly failures: Failures;
  readonly hypercolumns: HypercolumnsModel;
  readonly inspector: InspectorModel;
  readonly predictions: PredictionsModel;
  readonly session: Session;
  readonly settings: SettingsModel;
}

/** What can be saved as one PNG. */
export type PngSubject =
  | { readonly kind: 'original' | 'modelImage' | 'predictions' | 'matrix' }
  | { readonly kind: 'hypercolumn'; readonly set: string }
  | { readonly kind: 'map'; readonly layer: number; readonly filter: number };

/** Draws a pane for its picture, because what is on screen has controls and marks. */
export type PaneDrawer = (kind: 'predictions' | 'matrix', scale: PictureScale) => RgbImage;

/** Saves a pane, a tile or the picture itself as PNG, at its own size or four times enlarged. */
export class PngModel {
  /** Chosen in the open dialog; null: it is closed. */
  subject = $state.raw<PngSubject | null>(null);
  scale = $state<PictureScale>(1);
  withPhoto = $state(true);

  readonly subjects: readonly PngSubject[] = $derived.by(() => {
    const { analysis } = this.parts.session;
    if (!analysis) return [];
    const { map } = this.parts.inspector;
    const asked = this.#tile ?? (this.parts.inspector.column?.layer.isSpatial ? map : null);
    return [
      { kind: 'original' },
      { kind: 'modelImage' },
      ...(this.parts.predictions.values.length > 0 ? [{ kind: 'predictions' } as const] : []),
      ...(this.parts.choice.chosen.length > 0 ? [{ kind: 'matrix' } as const] : []),
      ...(asked ? [{ kind: 'map', ...asked } as const] : []),
      ...this.parts.hypercolumns.views
        .filter(({ result }) => result !== null)
        .map(({ id }) => ({ kind: 'hypercolumn', set: id }) as const),
    ];
  });
  /** Pixels of the file. */
  readonly size = $derived.by(() => {
    const own = this.subject && this.#ownSize(this.subject);
    return own && { width: own.width * this.scale, height: own.height * this.scale };
  });
  /** The tile that the dialog was opened on. */
  #tile = $state.raw<{ layer: number; filter: number } | null>(null);

  constructor(readonly parts: Parts) {}

  /** Opens the dialog, on a pane or tile if one is given. */
  open(subject?: PngSubject): void {
    if (!this.parts.session.analysis) return;
    this.#tile = subject?.kind === 'map' ? { layer: subject.layer, filter: subject.filter } : null;
    const wanted = subject && this.subjects.find((one) => keyOf(one) === keyOf(subject));
    this.subject = wanted ?? this.subjects[0] ?? null;
  }

  close(): void {
    this.subject = null;
  }

  /** Makes the picture and asks where to save it. */
  async save(draw: PaneDrawer): Promise<void> {
    const { subject, scale } = this;
    if (!subject) return;
    this.close();
    try {
      const what = await this.#whatOf(subject, scale, draw);
      const name = this.#nameOf(subject, scale);
      if (what) await this.parts.exporter.save(what, name, name);
    } catch (error) {
      this.parts.failures.tell('error.export', error);
    }
  }

  async #whatOf(subject: PngSubject, scale: PictureScale, draw: PaneDrawer): Promise<ExportWhat | null> {
    const { analysis, picture } = this.parts.session;
    if (!analysis || !picture) return null;
    switch (subject.kind) {
      case 'original':
        return { kind: 'original', scale, pictureId: picture.pictureId };
      case 'predictions':
      case 'matrix':
        return { kind: 'picture', image: draw(subject.kind, scale), scale: 1 };
      case 'modelImage':
        return { kind: 'picture', image: analysis.modelImage, scale };
      case 'map':
        return asPicture(await this.#mapImage(subject), scale);
      case 'hypercolumn':
        return asPicture(this.#hypercolumnImage(subject.set), scale);
    }
  }

  async #mapImage({ layer, filter }: { layer: number; filter: number }): Promise<RgbImage | null> {
    const { session, choice, settings, api } = this.parts;
    if (!session.analysis) return null;
    const { analysisId } = session.analysis;
    const { values, width, height } = await api.call('map:values', { analysisId, layer, filter });
    const column = choice.matrix.find((one) => one.layer.index === layer) ?? null;
    const statistics = choice.statistics.get(layer);
    const own = { min: statistics?.min[filter] ?? 0, max: statistics?.max[filter] ?? 0 };
    return colourMap(values, { width, height }, displayRange(settings.value, column, own));
  }

  #hypercolumnImage(set: string): RgbImage | null {
    const { analysis } = this.parts.session;
    const view = this.parts.hypercolumns.views.find(({ id }) => id === set);
    if (!analysis || !view?.result) return null;
    const { hypercolumnColormap, hypercolumnOpacity } = this.parts.settings.value;
    const { result, min, max } = view;
    const colour = colourMap(result.values, result, { min, max, colormap: hypercolumnColormap });
    return this.withPhoto ? overlay(analysis.modelImage, colour, hypercolumnOpacity) : colour;
  }

  #ownSize(subject: PngSubject): { width: number; height: number } | null {
    const { analysis, picture } = this.parts.session;
    if (subject.kind === 'original') return picture;
    if (subject.kind === 'modelImage' || subject.kind === 'hypercolumn') return analysis?.modelImage ?? null;
    if (subject.kind !== 'map') return null; // drawn when it is saved
    const shape = this.parts.session.model?.layers[subject.layer]?.outputShape;
    const known = this.parts.choice.statistics.get(subject.layer);
    const [height, width] = known ? [known.height, known.width] : [shape?.[0], shape?.[1]];
    return height && width ? { width, height } : null;
  }

  #nameOf(subject: PngSubject, scale: PictureScale): string {
    const stem = (this.parts.session.picture?.name ?? '').replace(/\.[^.]*$/, '');
    const ending = {
      original: 'original',
      modelImage: 'model-input',
      predictions: 'predictions',
      matrix: 'maps',
      map: subject.kind === 'map' ? `layer-${subject.layer}-filter-${subject.filter}` : '',
      hypercolumn: subject.kind === 'hypercolumn' ? this.#hypercolumnName(subject.set) : '',
    }[subject.kind];
    return `${stem}-${ending}${scale === 1 ? '' : `-${scale}x`}.png`;
  }

  #hypercolumnName(set: string): string {
    const layers = this.parts.hypercolumns.views.find(({ id }) => id === set)?.layers ?? [];
    const name = layers.length <= 12 ? layers.join('-') : `${set}-${layers.length}-layers`;
    return `hypercolumn-${name}${this.withPhoto ? '-photo' : ''}`;
  }
}

/** Names a subject among the others. */
export function keyOf(subject: PngSubject): string {
  if (subject.kind === 'hypercolumn') return `hypercolumn ${subject.set}`;
  return subject.kind === 'map' ? `map ${subject.layer} ${subject.filter}` : subject.kind;
}

function asPicture(image: RgbImage | null, scale: PictureScale): ExportWhat | null {
  return image && { kind: 'picture', image, scale };
}
