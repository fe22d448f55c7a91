import { message, type Value } from '../../shared/messages/message';
import { noteOf, type Note } from '../../shared/note';
import { usesOwnStatistics } from '../config/training-calls';
import type { LayerSetting } from '../config/types';
import { kindOf } from '../kinds';
import { unknownSettings } from '../kinds/unknown-settings';
import { plainLayers, type Call, type Layer } from '../network';

const LISTED = 3;

/** The first of a list and how many more there are. */
function firstOf(all: readonly Value[]): Value {
  const more = all.length - LISTED;
  return more > 0 ? message('part/names-and-more', { names: all.slice(0, LISTED), more }) : all;
}

function listOf(layers: readonly Layer[]): Value {
  return firstOf([...new Set(layers.map(fullName))]);
}

function fullName({ path, name }: Layer): string {
  return [...path, name].join('/');
}

/** What should be said of calls that run as in training. */
export function notesOnTraining(calls: readonly Call[]): Note[] {
  const inTraining = calls.filter(
    ({ args, layer }) => layer.functionName === undefined && args.named['training'] === true,
  );
  const random = inTraining.map(({ layer }) => layer).filter((layer) => kindOf(layer)?.isRandom?.(layer));
  const normalizing = inTraining
    .filter(({ layer, args }) => usesOwnStatistics(layer, args))
    .map(({ layer }) => layer);
  const notes: Note[] = [];
  if (random.length > 0) notes.push(noteOf('random-layers', { layers: listOf(random) }));
  if (normalizing.length > 0) notes.push(noteOf('own-statistics', { layers: listOf(normalizing) }));
  return notes;
}

/** What should be said of layers that keep their states in Keras. */
export function notesOnStates(layers: readonly Layer[]): Note[] {
  const keeps = (setting: LayerSetting): boolean =>
    setting.functionName === undefined &&
    kindOf(setting) !== undefined &&
    (setting.config['stateful'] === true || Object.values(setting.inside ?? {}).some(keeps));
  const stateful = plainLayers(layers).filter((layer) => !layer.wrapped && keeps(layer));
  return stateful.length > 0 ? [noteOf('stateful-layers', { layers: listOf(stateful) })] : [];
}

/** What should be said of settings that are not known. */
export function notesOnSettings(layers: readonly Layer[]): Note[] {
  const unknown = plainLayers(layers).flatMap((layer) =>
    unknownSettings(layer).map((setting) => message('part/setting-of', { setting, layer: fullName(layer) })),
  );
  return unknown.length > 0 ? [noteOf('unknown-settings', { settings: firstOf(unknown) })] : [];
}
