import type { FigureAsked, FigureShows } from '../../electron/shared/contract';
import { FIGURE_ENDINGS } from '../../electron/shared/names';
import type { Api } from '../api/api';
import type { MapPlace, MatrixLayer } from '../lib/matrix-cells';
import { numberOf } from '../lib/figure-fields';
import type { Exporter } from './exporter';
import { contentOf, FIGURE_SHOWS, type ContentParts } from './figure-contents';
import { FigureForm } from './figure-form.svelte';
import { FigurePreviewer } from './figure-preview.svelte';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { Session } from './session.svelte';
import type { Wording } from './wording.svelte';

interface Parts extends ContentParts {
  readonly api: Pick<Api, 'call'>;
  readonly exporter: Pick<Exporter, 'copy' | 'save'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
  readonly wording: Pick<Wording, 'language' | 't'>;
}

/** Filters of each layer in the tutorial's figure. */
const FEW_FILTERS = 3;

/** The dialog in which a figure for paper, slide or homework is made up, seen before it is written. */
export class FigureModel {
  isOpen = $state(false);
  readonly form: FigureForm;
  readonly preview: FigurePreviewer;
  /** The layer of one layer and of one map, by its place; one that the matrix does not show gives way to the first. */
  #layer = $state(0);
  /** The map of a layer, as it is typed. */
  filterText = $state('0');
  /** Of a PDF, from 0 on. */
  page = $state(0);
  /** Of the preview on screen. */
  longestPx = $state(800);

  /** What is chosen, where there is something of it; otherwise the first of which there is. */
  readonly shows: FigureShows | null = $derived.by(() => {
    const { figureShows } = this.parts.settings.value;
    return this.offered.includes(figureShows) ? figureShows : (this.offered[0] ?? null);
  });
  /** Kinds of which there is something to be seen. */
  readonly offered: readonly FigureShows[] = $derived.by(() =>
    FIGURE_SHOWS.filter(
      (shows) =>
        contentOf(shows, this.parts, { filters: 1, column: this.columns[0] ?? null, filter: 0 }) !== null,
    ),
  );
  /** Layers of which one can be chosen. */
  readonly columns: readonly MatrixLayer[] = $derived.by(() => this.parts.choice.matrixSpatial);
  readonly column: MatrixLayer | null = $derived(
    this.columns.find(({ layer }) => layer.index === this.#layer) ?? this.columns[0] ?? null,
  );
  readonly mostFilters = $derived(this.columns.reduce((most, { shown }) => Math.max(most, shown), 0));
  /** Filters of each layer; 'shown': those of the matrix. */
  readonly filters: number | 'shown' = $derived.by(() => {
    const { figureFilters, filters } = this.parts.settings.value;
    return figureFilters ?? (filters === 'all' ? FEW_FILTERS : 'shown');
  });
  readonly #content = $derived.by(() => {
    const filters = this.filters === 'shown' ? Infinity : this.filters;
    const wish = { filters, column: this.column, filter: numberOf(this.filterText) ?? NaN };
    return this.shows && contentOf(this.shows, this.parts, wish);
  });
  /** The layer that is chosen has no such map. */
  readonly isBadFilter = $derived(this.shows === 'map' && this.#content === null);
  /** The whole figure; null where something is still wrong. */
  readonly asked: FigureAsked | null = $derived.by(() => {
    const { session, wording } = this.parts;
    const { analysisId } = session.analysis ?? {};
    const { style } = this.form;
    if (analysisId === undefined || !this.#content || !style) return null;
    return {
      analysisId,
      picture: { content: this.#content, style: { ...style, language: wording.language } },
    };
  });
  /** What is wrong, of the fields or of the figure as a whole; null: nothing that is known. */
  readonly failure = $derived.by(() => this.form.fault ?? (this.asked ? this.preview.failure : null));

  constructor(readonly parts: Parts) {
    this.form = new FigureForm(parts.settings.value.figureStyle);
    this.preview = new FigurePreviewer(parts.api);
    follow(
      () => (this.isOpen ? JSON.stringify([this.asked, this.longestPx, this.page]) : null),
      (key) => this.#draw(key !== null),
    );
    follow(
      () => (this.isOpen ? this.form.style : null),
      (figureStyle) => {
        const { settings } = this.parts;
        const isNew = JSON.stringify(figureStyle) !== JSON.stringify(settings.value.figureStyle);
        if (figureStyle && isNew) settings.update({ figureStyle });
      },
    );
  }

  /**
   * Opens the dialog.
   * @param shows  what it is opened on; otherwise what it showed the last time
   * @param map    the map or the layer that it is opened on; otherwise that of the inspector
   */
  open(shows?: FigureShows, map: MapPlace | null = this.parts.inspector.map): void {
    const { session, settings } = this.parts;
    if (!session.analysis) return;
    if (shows) settings.update({ figureShows: shows });
    this.form.take(settings.value.figureStyle);
    this.page = 0;
    if (map) this.chooseLayer(map.layer, map.filter);
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.preview.close();
  }

  choose(figureShows: FigureShows): void {
    this.page = 0;
    this.parts.settings.update({ figureShows });
  }

  chooseLayer(layer: number, filter = 0): void {
    this.#layer = layer;
    this.filterText = String(filter);
  }

  /** Asks where to save it; the dialog stays until a place is chosen. */
  async save(): Promise<void> {
    const { asked } = this;
    if (!asked) return;
    const name = this.fileName;
    await this.parts.exporter.save({ kind: 'figure', ...asked }, name, name, () => this.close());
  }

  /** Puts it into the clipboard, as PNG. */
  async copy(): Promise<void> {
    const { asked, shows } = this;
    if (!asked || !shows) return;
    this.close();
    await this.parts.exporter.copy(
      { kind: 'figure', ...asked },
      this.parts.wording.t(`figureDialog.${shows}`),
    );
  }

  /** What the file is called, unless the user says otherwise. */
  get fileName(): string {
    const stem = (this.parts.session.picture?.name ?? '').replace(/\.[^.]*$/, '');
    const layer = `layer-${this.column?.layer.indexPath.replaceAll('/', '.') ?? ''}`;
    const names: Readonly<Record<FigureShows, string>> = {
      maps: 'sample',
      classic: 'sample',
      layer: `${stem}-${layer}`,
      map: `${stem}-${layer}-filter-${this.filterText.trim()}`,
      hypercolumns: `${stem}-hypercolumns`,
      predictions: `${stem}-predictions`,
      sheet: `${stem}-sheet`,
    };
    return `${names[this.shows ?? 'maps']}.${FIGURE_ENDINGS[this.form.format][0]}`;
  }

  #draw(isOpen: boolean): void {
    if (!isOpen) return;
    if (this.asked) this.preview.show(this.asked, this.longestPx, this.page);
    else this.preview.cancel();
  }
}
