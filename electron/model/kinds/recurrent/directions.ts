import { tellDuring } from '../../../shared/errors';
import { message } from '../../../shared/messages/message';
import { placesIn } from '../../config/operand';
import { badSetting, flag, layerPart, unsupportedSetting } from '../../config/setting-reader';
import type { CallArguments, LayerSetting } from '../../config/types';
import { cellsOf, isForGpu, type Cell } from './cells';

/** A recurrent layer that goes through the steps in one direction. */
export interface Direction {
  readonly setting: LayerSetting;
  readonly cells: readonly Cell[];
  readonly returnsSequences: boolean;
  readonly returnsState: boolean;
  readonly goesBackwards: boolean;
  /** The first axis counts the steps, the second the pictures. */
  readonly isTimeMajor: boolean;
  /** Steps that a mask hides give zeros, not the output of the step before. */
  readonly givesZeros: boolean;
}

/** How the outputs of the two directions of a bidirectional layer become one; null: both stay. */
export type MergeMode = 'sum' | 'mul' | 'ave' | 'concat' | null;

/** A recurrent layer, `RNN` with its cell included. */
function directionOf(setting: LayerSetting, prefix = '', part = ''): Direction {
  const isGeneral = setting.className === 'RNN';
  const cell = isGeneral ? setting.inside?.['cell'] : setting;
  if (!cell) throw badSetting(setting, 'cell', message('part/wanted-cells'));
  const partOfCell = isForGpu(setting) ? part.slice(0, -1) || undefined : `${part}cell`;
  const read = () => cellsOf(cell, prefix, partOfCell);
  const cells = isGeneral ? tellDuring(layerPart(setting), read) : read();
  if (Number(setting.config['num_constants'] ?? 0) > 0)
    throw unsupportedSetting(setting, message('part/a-setting', { setting: 'num_constants' }));
  return {
    setting,
    cells,
    returnsSequences: flag(setting, 'return_sequences', false),
    returnsState: flag(setting, 'return_state', false),
    goesBackwards: flag(setting, 'go_backwards', false),
    isTimeMajor: flag(setting, 'time_major', false),
    givesZeros: flag(setting, 'zero_output_for_mask', false),
  };
}

/** The two directions of a bidirectional layer: one layer, and the same or another one that goes backwards. */
function bothDirections(layer: LayerSetting): [Direction, Direction] {
  const forward = layer.inside?.['layer'];
  if (!forward) throw badSetting(layer, 'layer', message('part/wanted-layer'));
  const { config, kerasMajor } = forward;
  const turned = kerasMajor >= 3 || config['go_backwards'] !== true;
  const backward = layer.inside['backward_layer'] ?? {
    ...forward,
    config: { ...config, go_backwards: turned },
  };
  return tellDuring(layerPart(layer), () => {
    const both = [
      directionOf(forward, 'forward/', 'forward_layer/'),
      directionOf(backward, 'backward/', 'backward_layer/'),
    ] as const;
    // Keras sets this whatever the file says.
    const [first, second] = both.map((one) => ({ ...one, givesZeros: one.returnsSequences }));
    return [first!, second!];
  });
}

/** The directions in which a recurrent layer goes: one, or both of a bidirectional one. */
export function directionsOf(layer: LayerSetting): Direction[] {
  return layer.className === 'Bidirectional' ? bothDirections(layer) : [directionOf(layer)];
}

/** How a bidirectional layer joins its directions. */
export function mergeModeOf(layer: LayerSetting): MergeMode {
  const mode = layer.config['merge_mode'];
  if (mode === undefined) return 'concat';
  if (mode === null || mode === 'sum' || mode === 'mul' || mode === 'ave' || mode === 'concat') return mode;
  throw badSetting(layer, 'merge_mode', message('part/wanted-merge-mode'));
}

/** Places of the inputs of a recurrent layer. */
export interface RecurrentInputs {
  readonly sequence: number;
  /** States that the first step gets in place of zeros, in order of cells and directions. */
  readonly initial: readonly number[];
  /** 1 for steps that count, 0 for those that are left out. */
  readonly mask: number | undefined;
}

/** Reads what a recurrent layer was called with: Keras 2 gives states behind the sequence in a list. */
export function recurrentInputs({ positional, named }: CallArguments): RecurrentInputs {
  const [sequence = 0, ...behind] = placesIn(positional[0]);
  const initial = placesIn(named['initial_state'] ?? positional[1]);
  return { sequence, initial: [...behind, ...initial], mask: placesIn(named['mask'])[0] };
}
