import type { FigureAsked, FigureShows } from '../../electron/shared/contract';
import { USUAL_COMPARISON } from '../../electron/shared/figure-styles';
import { FIGURE_ENDINGS } from '../../electron/shared/names';
import type { Api } from '../api/api';
import type { MapPlace, MatrixLayer } from '../lib/matrix-cells';
import { numberOf } from '../lib/figure-fields';
import { ComparedFrames } from './compared-frames.svelte';
import type { Analysing } from './analysing.svelte';
import type { Exporter } from './exporter';
import { contentOf, FIGURE_SHOWS, type ContentParts } from './figure-contents';
import { FigureForm } from './figure-form.svelte';
import { FigurePreviewer } from './figure-preview.svelte';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { Session } from './session.svelte';
import type { Wording } from './wording.svelte';

interface Parts extends ContentParts {
  readonly analysing: Pick<Analysing, 'framing'>;
  readonly api: Pick<Api, 'call'>;
  readonly exporter: Pick<Exporter, 'copy' | 'save'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
  readonly wording: Pick<Wording, 'language' | 't'>;
}

/** Layers of which the maps are compared. */
interface ComparedLayers {
  readonly id: string;
  readonly kind: 'set' | 'shown' | 'one';
  /** Their places. */
  readonly layers: readonly number[];
}

/** Filters of each layer in the tutorial's figure. */
const FEW_FILTERS = 3;

/** The dialog in which a figure for paper, slide or homework is made up, seen before it is written. */
export class FigureModel {
  isOpen = $state(false);
  readonly form: FigureForm;
  readonly preview: FigurePreviewer;
  readonly #compared: ComparedFrames;
  /** The layer of one layer and of one map, by its place; one that the matrix does not show gives way to the first. */
  #layer = $state(0);
  /** The layers of a comparison: the id of a hypercolumn, 'shown' for those of the matrix, or the place of one. */
  comparedId = $state('');
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
        contentOf(shows, this.parts, {
          ...{ filters: 1, column: this.columns[0] ?? null, filter: 0 },
          compared: this.comparedLayers.layers,
        }) !== null,
    ),
  );
  /** Layers of which one can be chosen. */
  readonly columns: readonly MatrixLayer[] = $derived.by(() => this.parts.choice.matrixSpatial);
  readonly column: MatrixLayer | null = $derived(
    this.columns.find(({ layer }) => layer.index === this.#layer) ?? this.columns[0] ?? null,
  );
  /** Layers of which the maps can be compared: those of each hypercolumn, all of the matrix, or one. */
  readonly comparable: readonly ComparedLayers[] = $derived.by(() => {
    const { hypercolumns } = this.parts;
    const shown = this.columns.map(({ layer }) => layer.index);
    return [
      ...hypercolumns.views.flatMap(({ id, result }) =>
        result ? [{ id, kind: 'set' as const, layers: result.layers }] : [],
      ),
      ...(shown.length > 1 ? [{ id: 'shown', kind: 'shown' as const, layers: shown }] : []),
      ...shown.map((layer) => ({ id: String(layer), kind: 'one' as const, layers: [layer] })),
    ];
  });
  readonly comparedLayers: ComparedLayers = $derived(
    this.comparable.find(({ id }) => id === this.comparedId) ??
      this.comparable[0] ?? { id: '', kind: 'shown', layers: [] },
  );
  readonly mostFilters = $derived(this.columns.reduce((most, { shown }) => Math.max(most, shown), 0));
  /** Filters of each layer; 'shown': those of the matrix. */
  readonly filters: number | 'shown' = $derived.by(() => {
    const { figureFilters, filters } = this.parts.settings.value;
    if (this.shows === 'comparison') return figureFilters ?? USUAL_COMPARISON.filters;
    return figureFilters ?? (filters === 'all' ? FEW_FILTERS : 'shown');
  });
  readonly #content = $derived.by(() => {
    const filters = this.filters === 'shown' ? this.mostFilters : this.filters;
    const filter = numberOf(this.filterText) ?? NaN;
    const wish = { filters, column: this.column, filter, compared: this.comparedLayers.layers };
    return this.shows && contentOf(this.shows, this.parts, wish);
  });
  /** The layer that is chosen has no such map. */
  readonly isBadFilter = $derived(this.shows === 'map' && this.#content === null);
  /** The whole figure; null where something is still wrong. */
  readonly asked: FigureAsked | null = $derived.by(() => {
    const { session, wording } = this.parts;
    const isComparison = this.shows === 'comparison';
    const analysisId =
      session.analysis && (isComparison ? this.#compared.analysisId : session.analysis.analysisId);
    const { style } = this.form;
    if (analysisId === null || !this.#content || !style) return null;
    return {
      analysisId,
      picture: { content: this.#content, style: { ...style, language: wording.language } },
    };
  });
  /** What is wrong, of the fields or of the figure as a whole; null: nothing that is known. */
  readonly failure = $derived.by(
    () => this.form.fault ?? (this.asked ? this.preview.failure : this.#comparedFailure),
  );

  constructor(readonly parts: Parts) {
    this.form = new FigureForm(parts.settings.value.figureStyle);
    this.preview = new FigurePreviewer(parts.api);
    this.#compared = new ComparedFrames(parts);
    follow(
      () => {
        const { analysis } = parts.session;
        const isWanted = this.isOpen && this.shows === 'comparison';
        return isWanted && analysis ? { frames: parts.frames.there, analysis } : null;
      },
      (wanted) => void (wanted && this.#compared.keep(wanted)),
    );
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
      comparison: 'comparison',
    };
    return `${names[this.shows ?? 'maps']}.${FIGURE_ENDINGS[this.form.format][0]}`;
  }

  get #comparedFailure() {
    return this.shows === 'comparison' ? this.#compared.failure : null;
  }

  #draw(isOpen: boolean): void {
    if (!isOpen) return;
    if (this.asked) this.preview.show(this.asked, this.longestPx, this.page);
    else this.preview.cancel();
  }
}
