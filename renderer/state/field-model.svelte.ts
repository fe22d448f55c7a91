import type { Analysis, ReceptiveField } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit } from '../lib/coordinates';
import { fieldBox, type FieldBox } from '../lib/field-box';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import { Latest } from './latest';
import type { PointModel } from './point-model.svelte';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly point: Pick<PointModel, 'inUnit' | 'modelSize' | 'shown'>;
  readonly session: Pick<Session, 'analysis'>;
}

/** What the places of the inspected layer see of the picture: asked for once a layer. Who shows it goes without if that fails. */
export class FieldModel {
  #known = $state.raw<{ of: Analysis | null; fields: ReadonlyMap<number, ReceptiveField> }>({
    of: null,
    fields: new Map(),
  });
  /** Of the inspected layer; null while it is not known. */
  readonly field: ReceptiveField | null = $derived.by(() => {
    const { inspector, session } = this.parts;
    return inspector.map && this.#known.of === session.analysis
      ? (this.#known.fields.get(inspector.map.layer) ?? null)
      : null;
  });
  /** What the place under the point sees; null where there is none. */
  readonly here: FieldBox | null = $derived.by(() => {
    const { inUnit, modelSize, shown } = this.parts.point;
    if (!this.field || !inUnit || !modelSize || !shown) return null;
    const { rows, columns } = this.field;
    const cell = mapFromUnit(inUnit, { width: columns.from.length, height: rows.from.length });
    return fieldBox(this.field, cell, modelSize, shown);
  });
  readonly #request = new Latest();

  constructor(readonly parts: Parts) {
    follow(
      () => ({ layer: this.parts.inspector.map?.layer, analysis: this.parts.session.analysis }),
      ({ layer, analysis }) => void this.#fetch(layer, analysis),
    );
  }

  async #fetch(layer: number | undefined, analysis: Analysis | null): Promise<void> {
    this.#request.cancel();
    if (layer === undefined || !analysis || this.field) return;
    const { api, session } = this.parts;
    const outcome = await this.#request.ask(
      (signal) => api.call('layer:field', { analysisId: analysis.analysisId, layer }, { signal }),
      { isWanted: () => session.analysis === analysis, isPart: true },
    );
    if (outcome.kind !== 'done') return;
    const before = this.#known.of === analysis ? this.#known.fields : [];
    this.#known = { of: analysis, fields: new Map([...before, [layer, outcome.value]]) };
  }
}
