import { message } from '../../shared/messages/message';
import { byParameter } from '../config/call-arguments';
import type { Argument, CallArguments, LayerSetting } from '../config/types';
import type { WeightSpec } from '../network';
import { type Shape, formatShape } from '../shapes';
import { badSetting, flag, integer, unsupportedSetting } from '../config/setting-reader';
import type { MaskRule } from './traits';
import { onlyInput, type KindTable, type LayerKind, type Shapes } from './kind';

/** Places of the inputs that an attention layer works on. */
export interface AttentionInputs {
  readonly query: number;
  readonly value: number;
  readonly key: number;
  /** True if the call also wants the scores as a second output. */
  readonly wantsScores: boolean;
  /** True if no step may see the ones behind it. */
  readonly isCausal: boolean;
  /** 1 where a step of the query may look at one of the value. */
  readonly mask: number | undefined;
  /** 1 for steps of the query that count, and for those of the value. */
  readonly queryMask: number | undefined;
  readonly valueMask: number | undefined;
}

const PARAMETERS = ['query', 'value', 'key'];

function placeOf(argument: Argument | undefined): number | undefined {
  if (typeof argument !== 'object' || argument === null || !('is' in argument)) return undefined;
  return argument.is === 'input' ? argument.place : undefined;
}

/** Reads what an attention layer was called with; `Attention` takes a list, `MultiHeadAttention` arguments. */
export function attentionInputs(layer: LayerSetting, args: CallArguments): AttentionInputs {
  const [first] = args.positional;
  const isList = Array.isArray(first);
  const values = isList
    ? byParameter({ positional: first as readonly Argument[], named: args.named }, PARAMETERS)
    : byParameter(args, PARAMETERS);
  const [query, value] = [placeOf(values['query']), placeOf(values['value'])];
  if (query === undefined || value === undefined)
    throw unsupportedSetting(layer, message('part/attention-call'));
  return {
    query,
    value,
    key: placeOf(values['key']) ?? value,
    wantsScores: values['return_attention_scores'] === true,
    isCausal: values['use_causal_mask'] === true || layer.config['causal'] === true,
    mask: placeOf(values['attention_mask']),
    queryMask: placeOf(values['query_mask']),
    valueMask: placeOf(values['value_mask']),
  };
}

/** Heads and sizes of a multi-head attention. */
export interface Heads {
  /** Heads of the query, and of key and value: fewer of these where several queries share them. */
  readonly query: number;
  readonly value: number;
  readonly keySize: number;
  readonly valueSize: number;
}

export function headsOf(layer: LayerSetting): Heads {
  if (layer.className === 'GroupedQueryAttention') {
    const [query, value, size] = ['num_query_heads', 'num_key_value_heads', 'head_dim'].map((key) =>
      integer(layer, key),
    );
    if (query! % value! !== 0)
      throw badSetting(
        layer,
        'num_query_heads',
        message('part/wanted-multiple', { setting: 'num_key_value_heads' }),
      );
    return { query: query!, value: value!, keySize: size!, valueSize: size! };
  }
  const heads = integer(layer, 'num_heads');
  const keySize = integer(layer, 'key_dim');
  const valueSize = layer.config['value_dim'] == null ? keySize : integer(layer, 'value_dim');
  return { query: heads, value: heads, keySize, valueSize };
}

/** Number of values that the attention gives per step. */
function outputSize(layer: LayerSetting, query: Shape): number {
  const given = layer.config['output_shape'];
  const size = given == null ? query.at(-1) : Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
    throw unsupportedSetting(layer, message('part/attention-output'));
  return size;
}

function sizeOfSteps(layer: LayerSetting, shape: Shape): number {
  const size = shape.at(-1);
  if (size == null)
    throw unsupportedSetting(layer, message('part/open-channels', { shape: formatShape(shape) }));
  return size;
}

/** Most numbers of an intermediate result, 1 GB of them: every step is compared with every other. */
const MOST_SCORES = 256 * 1024 ** 2;

function stepCount(shape: Shape): number {
  return shape.slice(1, -1).reduce<number>((product, length) => product * (length ?? 1), 1);
}

/** Refuses what would fill the memory: a picture of 224 x 224 has 2.5 billion pairs of pixels. */
function requireFewPairs(layer: LayerSetting, query: Shape, value: Shape, perPair: number): void {
  const [from, to] = [stepCount(query), stepCount(value)];
  if (from * to * perPair > MOST_SCORES)
    throw unsupportedSetting(layer, message('part/attention-pairs', { from, to }));
}

/** Refuses attention along some of the axes only; along all of them, which is the default, they count as one list. */
function requireAllAxes(layer: LayerSetting, query: Shape): void {
  const axes = layer.config['attention_axes'];
  const all = query.slice(1, -1).map((_, place) => place + 1);
  const places = Array.isArray(axes)
    ? axes.map((axis) => (Number(axis) < 0 ? Number(axis) + query.length : Number(axis)))
    : all;
  if (places.length !== all.length || !all.every((axis) => places.includes(axis)))
    throw unsupportedSetting(layer, message('part/attention-axes'));
}

const multiHeadAttention: Shapes = {
  weights(layer, inputs, args) {
    const places = attentionInputs(layer, args);
    const heads = headsOf(layer);
    const [query, key, value] = [inputs[places.query]!, inputs[places.key]!, inputs[places.value]!];
    const output = outputSize(layer, query);
    const hasBias = flag(layer, 'use_bias', true);
    const dense = (name: string, part: string, kernel: number[], bias: number[]): WeightSpec[] => [
      { name: `${name}/kernel`, part, shape: kernel, isTrainable: true },
      ...(hasBias ? [{ name: `${name}/bias`, part, shape: bias, isTrainable: true }] : []),
    ];
    const projection = (name: string, from: Shape, count: number, size: number) =>
      dense(name, `${name}_dense`, [sizeOfSteps(layer, from), count, size], [count, size]);
    return [
      ...projection('query', query, heads.query, heads.keySize),
      ...projection('key', key, heads.value, heads.keySize),
      ...projection('value', value, heads.value, heads.valueSize),
      ...dense('attention_output', 'output_dense', [heads.query, heads.valueSize, output], [output]),
    ];
  },
  outputs(layer, inputs, args) {
    const places = attentionInputs(layer, args);
    const query = inputs[places.query]!;
    const value = inputs[places.value]!;
    if (flag(layer, 'use_gate', false))
      throw unsupportedSetting(layer, message('part/a-setting', { setting: 'use_gate' }));
    if (layer.config['sliding_window'] != null)
      throw unsupportedSetting(layer, message('part/a-setting', { setting: 'sliding_window' }));
    if (query.length < 3 || value.length < 3)
      throw unsupportedSetting(layer, message('part/attention-steps'));
    requireAllAxes(layer, query);
    if (places.isCausal && query.length !== 3)
      throw unsupportedSetting(layer, message('part/attention-causal'));
    requireFewPairs(layer, query, value, headsOf(layer).query);
    if (places.wantsScores && query.length !== 3)
      throw unsupportedSetting(layer, message('part/attention-scores'));
    const output = [...query.slice(0, -1), outputSize(layer, query)];
    return places.wantsScores ? [output, [query[0]!, headsOf(layer).query, query[1]!, value[1]!]] : [output];
  },
};

/** True for attention by a sum instead of a product. */
export function isAdditive(layer: LayerSetting): boolean {
  return layer.className === 'AdditiveAttention' || layer.config['score_mode'] === 'concat';
}

/** Attention and AdditiveAttention. */
const attention: Shapes = {
  weights(layer, inputs, args) {
    const weights: WeightSpec[] = [];
    const isAdditiveLayer = layer.className === 'AdditiveAttention';
    const size = sizeOfSteps(layer, inputs[attentionInputs(layer, args).query]!);
    if (flag(layer, 'use_scale', isAdditiveLayer))
      weights.push({ name: 'scale', shape: isAdditiveLayer ? [size] : [], isTrainable: true });
    if (layer.config['score_mode'] === 'concat')
      weights.push({ name: 'concat_score_weight', shape: [], isTrainable: true });
    return weights;
  },
  outputs(layer, inputs, args) {
    const places = attentionInputs(layer, args);
    const [query, value] = [inputs[places.query]!, inputs[places.value]!];
    if (query.length !== 3 || value.length !== 3)
      throw unsupportedSetting(layer, message('part/attention-pictures'));
    requireFewPairs(layer, query, value, isAdditive(layer) ? sizeOfSteps(layer, query) : 1);
    const output = [...query.slice(0, -1), value.at(-1)!];
    return places.wantsScores ? [output, [query[0]!, query[1]!, value[1]!]] : [output];
  },
};

/** Looks up vectors by number: position embeddings of vision transformers. */
const embedding: Shapes = {
  weights: (layer) => [
    {
      name: 'embeddings',
      shape: [integer(layer, 'input_dim'), integer(layer, 'output_dim')],
      isTrainable: true,
    },
  ],
  outputs: (layer, inputs) => [[...onlyInput(layer, inputs), integer(layer, 'output_dim')]],
};

/** A class of attention: it leaves some scores out where it runs as in training. */
const attending = (shapes: Shapes, masks: MaskRule, ...settings: string[]): LayerKind => ({
  ...shapes,
  settings: ['dropout', 'seed', ...settings],
  values: 'any',
  masks,
  isRandom: ({ config }) => (config['dropout'] ?? 0) !== 0,
});

export const attentionKinds: KindTable = {
  MultiHeadAttention: attending(
    multiHeadAttention,
    'heads',
    ...['num_heads', 'key_dim', 'value_dim', 'use_bias', 'output_shape', 'attention_axes'],
    ...['flash_attention', 'use_gate', 'sliding_window', 'query_shape', 'key_shape', 'value_shape'],
  ),
  GroupedQueryAttention: {
    ...attending(
      multiHeadAttention,
      'heads',
      ...['head_dim', 'num_query_heads', 'num_key_value_heads', 'use_bias'],
      ...['flash_attention', 'use_gate', 'sliding_window'],
    ),
    aliases: ['GroupQueryAttention'],
  },
  Attention: attending(attention, 'attention', 'use_scale', 'score_mode', 'causal'),
  AdditiveAttention: attending(attention, 'attention', 'use_scale', 'causal'),
  Embedding: {
    ...embedding,
    settings: ['input_dim', 'output_dim', 'mask_zero', 'input_length'],
    values: 'any',
    masks: 'made-by-embedding',
  },
};
