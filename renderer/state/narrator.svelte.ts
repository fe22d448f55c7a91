import { isByStatistic, sortWord } from '../lib/sort-words';
import { tileName } from '../lib/tile-name';
import type { Announcer } from './announcer.svelte';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { LayerChoice } from './layer-choice.svelte';
import type { OneLayer } from './one-layer.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { TileGrid } from './tile-grid.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly announcer: Announcer;
  readonly choice: Pick<LayerChoice, 'chosen'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly grid: Pick<TileGrid, 'cell' | 'find'>;
  readonly oneLayer: Pick<OneLayer, 'layer'>;
  readonly predictions: Pick<PredictionsModel, 'labelOfUnit'>;
  readonly settings: SettingsModel;
  readonly verdicts: Pick<VerdictsModel, 'counts' | 'hidden' | 'only'>;
  readonly wording: Wording;
}

/** Tells screen readers what the eye sees change in the matrix: the inspected map, the order, the channels, the layers. */
export class Narrator {
  constructor(readonly parts: Parts) {
    const { inspector, settings, verdicts } = parts;
    this.#tell(
      () => inspector.map,
      () => this.#inspected(),
    );
    this.#tell(
      () => `${settings.value.sort} ${settings.value.smallestFirst}`,
      () => this.#order(),
    );
    this.#tell(
      () => settings.value.filters,
      () => this.#channels(),
    );
    this.#tell(
      () => [...verdicts.only].join(),
      () => this.#verdicts(),
    );
    this.#tell(
      () => [...verdicts.hidden].join(),
      () => this.#hidden(),
    );
    this.#tell(
      () => settings.value.layers,
      () => this.#layers(),
    );
    this.#tell(
      () => parts.oneLayer.layer,
      () => this.#oneLayer(),
    );
  }

  /** What was there at the start is no news. */
  #tell(what: () => unknown, words: () => string): void {
    let isFirst = true;
    follow(what, () => {
      const text = isFirst ? '' : words();
      if (text !== '') this.parts.announcer.say(text);
      isFirst = false;
    });
  }

  #inspected(): string {
    const { grid, inspector, predictions, wording } = this.parts;
    const { map } = inspector;
    const place = map && grid.find(map.layer, map.filter);
    const cell = place && grid.cell(place);
    if (!cell) return '';
    return tileName(wording, cell, predictions.labelOfUnit(cell.column.layer, cell.filter));
  }

  #order(): string {
    const { settings, wording } = this.parts;
    const { sort, smallestFirst } = settings.value;
    if (sort === 'index') return wording.t('announce.unsorted');
    const statistic = wording.t(sortWord(sort));
    const direction = wording.t(smallestFirst ? 'sort.smallestFirst' : 'sort.largestFirst');
    const order = isByStatistic(sort) ? wording.t('sort.by', { statistic, direction }) : statistic;
    return wording.t('announce.sorted', { order });
  }

  #verdicts(): string {
    const { verdicts, wording } = this.parts;
    if (verdicts.only.size === 0) return wording.t('announce.allChannels');
    const kinds = [...verdicts.only];
    const words = wording.listOf(kinds.map((kind) => wording.verdictOf(kind)));
    const count = kinds.reduce((sum, kind) => sum + verdicts.counts[kind], 0);
    return wording.t('announce.only', { words, count });
  }

  #hidden(): string {
    const { verdicts, wording } = this.parts;
    if (verdicts.hidden.size === 0) return wording.t('announce.noneHidden');
    const words = wording.listOf([...verdicts.hidden].map((kind) => wording.verdictOf(kind)));
    return wording.t('announce.hidden', { words });
  }

  #channels(): string {
    const { settings, wording } = this.parts;
    const { filters } = settings.value;
    return filters === 'all'
      ? wording.t('announce.allChannels')
      : wording.t('announce.channels', { count: filters });
  }

  #oneLayer(): string {
    const { oneLayer, wording } = this.parts;
    const { layer } = oneLayer;
    if (!layer) return wording.t('announce.matrix');
    return wording.t('announce.oneLayer', {
      ...{ layer: layer.indexPath, name: layer.name, class: layer.className },
      count: layer.outputShape.at(-1) ?? 0,
    });
  }

  #layers(): string {
    const { choice, wording } = this.parts;
    return wording.t('announce.layers', { count: choice.chosen.length });
  }
}
