import { describe, expect, it } from 'vitest';
import { windowTables } from '../../../electron/shared/messages/tables';
import { sentenceOf, textOf } from '../../../electron/shared/messages/sentence';
import { Translator } from '../../../electron/shared/texts/translator';
import {
  layerVerdictOf,
  modelVerdictOf,
  noCounts,
  VERDICT_KINDS,
  verdictOf,
  type MapFacts,
} from '../../../electron/shared/verdicts';
import {
  causeMessages,
  layerVerdictMessage,
  meaningMessage,
  modelVerdictMessage,
  verdictMessage,
  verdictWord,
  type NumberWords,
} from '../../../electron/shared/verdict-words';

/** A map of which there is nothing to say. */
const plain: MapFacts = {
  min: -1,
  max: 2,
  zeros: 0,
  limit: NaN,
  r: 0.2,
  layerRange: 4,
  pixels: 100,
  isInput: false,
  twin: null,
  seen: 1,
  active: 1,
};
const zero: Partial<MapFacts> = { min: 0, max: 0, zeros: 1, active: 0, r: NaN };
const kindOf = (facts: Partial<MapFacts>) => verdictOf({ ...plain, ...facts })?.kind ?? null;

describe('the verdict on a map', () => {
  it('is the first rule that holds, each at its border', () => {
    expect(kindOf({})).toBeNull();
    expect([4, 5].map((seen) => kindOf({ ...zero, seen }))).toEqual(['inactive', 'dead']);
    expect(kindOf({ ...zero, seen: 9, active: 1 })).toBe('inactive'); // it responded in another picture
    // At most 1/1000 of the layer's range is constant, exactly that included.
    expect([0.008, 0.00801].map((max) => kindOf({ min: 0, max, layerRange: 8 }))).toEqual(['constant', null]);
    expect([0.95, 0.9501, -0.9501].map((r) => kindOf({ r }))).toEqual([null, 'copy', 'copy']);
    expect(kindOf({ r: 1, isInput: true })).toBeNull();
    expect([0.9, 0.9001].map((zeros) => kindOf({ zeros }))).toEqual([null, 'sparse']);
    expect([0.2, 0.2001].map((limit) => kindOf({ limit }))).toEqual([null, 'saturated']);
    expect(kindOf({ twin: { of: 3, r: -0.99 } })).toBe('twin');
    const all = { zeros: 0.95, limit: 0.5, r: 0.97, twin: { of: 3, r: 0.99 } };
    expect(kindOf(all)).toBe('copy');
    expect(kindOf({ ...all, r: 0 })).toBe('sparse');
    expect(kindOf({ ...all, r: 0, zeros: 0 })).toBe('saturated');
    expect(kindOf({ ...all, min: 1, max: 1 })).toBe('constant');
  });

  it('says nothing of numbers that are not finite, nor of single values but that they are 0', () => {
    expect(kindOf({ min: NaN, max: NaN, r: NaN, zeros: 0 })).toBeNull();
    expect(kindOf({ max: Infinity, r: NaN, layerRange: NaN })).toBeNull();
    const single = { pixels: 1, min: 3, max: 3, r: NaN };
    expect(kindOf({ ...single, layerRange: 100 })).toBeNull();
    expect(kindOf({ ...single, limit: 1 })).toBeNull();
    expect(kindOf({ ...single, ...zero })).toBe('inactive');
  });

  it('knows the numbers it speaks of', () => {
    expect(verdictOf({ ...plain, ...zero, seen: 6 })).toEqual({ kind: 'dead', values: { seen: 6 } });
    expect(verdictOf({ ...plain, r: -0.96 })).toEqual({ kind: 'copy', values: { r: -0.96 } });
    expect(verdictOf({ ...plain, twin: { of: 7, r: 0.99 } })).toEqual({
      kind: 'twin',
      values: { of: 7, r: 0.99 },
    });
  });
});

describe('the verdict on a layer', () => {
  const of = (maps: number, counts: object, repeats = 0, isInput = false) =>
    layerVerdictOf({ maps, counts: { ...noCounts(), ...counts }, repeats, isInput });

  it('is the first rule that holds', () => {
    expect(of(32, {})).toBeNull();
    expect(of(4, { inactive: 3, dead: 1 })?.kind).toBe('silent');
    expect(of(32, { inactive: 2, constant: 1 }, 1)).toEqual({
      kind: 'spare',
      values: { ...noCounts(), inactive: 2, constant: 1, maps: 32, spare: 4, repeats: 1 },
    });
    expect(of(32, { inactive: 3 })).toBeNull(); // less than a tenth
    expect(of(3, { constant: 1 })).toBeNull(); // one map is no sign of too many
    expect([16, 17].map((copy) => of(32, { copy })?.kind ?? null)).toEqual([null, 'copies']);
    expect([16, 17].map((saturated) => of(32, { saturated })?.kind ?? null)).toEqual([null, 'saturated']);
    expect(of(3, { constant: 3 }, 0, true)).toBeNull();
  });

  it('sums up to one on the model', () => {
    const layers = [
      { maps: 32, counts: { ...noCounts(), inactive: 9, copy: 2 } },
      { maps: 16, counts: { ...noCounts(), twin: 3 } },
    ].map((layer) => ({ ...layer, verdict: of(layer.maps, layer.counts) }));
    expect(modelVerdictOf(layers)).toEqual({
      maps: 48,
      counts: { ...noCounts(), inactive: 9, copy: 2, twin: 3 },
      layers: { silent: 0, spare: 1, copies: 0, saturated: 0 },
    });
  });
});

describe('the words of verdicts', () => {
  const write = (translator: Translator): NumberWords => ({
    value: translator.value,
    share: (share) => translator.percent(share, 1),
    coefficient: (r) => translator.number(r, 2),
    whole: (count) => translator.number(count),
  });
  const english = (one: Parameters<typeof sentenceOf>[0]) => sentenceOf(one, windowTables.en);
  const chinese = (one: Parameters<typeof sentenceOf>[0]) => sentenceOf(one, windowTables['zh-CN']);
  const en = write(new Translator('en'));

  it('say what was found, what it may mean and why it is so', () => {
    const said = (facts: Partial<MapFacts>) =>
      english(verdictMessage(verdictOf({ ...plain, ...facts })!, en));
    expect(said(zero)).toBe('Every value is 0 in this picture.');
    expect(said({ ...zero, seen: 3 })).toBe('Every value is 0 in all 3 pictures seen.');
    expect(said({ ...zero, seen: 6, active: 2 })).toBe(
      'Every value is 0 in this picture; in 2 of 6 pictures it responded.',
    );
    expect(said({ min: 0.5, max: 0.5 })).toBe('Every value is 0.50.');
    expect(said({ r: -0.993 })).toBe('Almost the inverted picture (r = −0.99).');
    expect(said({ zeros: 0.983 })).toBe('98.3% of its values are 0.');
    expect(said({ limit: 0.34 })).toBe('34.0% of its values are at the limit of the activation.');
    expect(said({ twin: { of: 12, r: 0.991 } })).toBe('Moves with channel 12 (r = 0.99).');
    expect(said({ twin: { of: 12, r: -0.991 } })).toBe('Moves against channel 12 (r = −0.99).');
    expect(english(meaningMessage('dead'))).toBe('This channel does nothing.');
    const cause = {
      kind: 'dead-input',
      values: { layer: '9 relu', channel: 1 },
      by: { kind: 'below-zero', values: { layer: '8 norm', largest: -0.25 }, by: null },
    } as const;
    expect(causeMessages(cause, en).map(english)).toEqual([
      'Channel 1 of layer 9 relu, from which it is made, is 0 everywhere.',
      'Before the activation none of its values in layer 8 norm is above 0: the largest is −0.25.',
    ]);
    expect(causeMessages(cause, en).map(chinese)).toEqual([
      '它来自层 9 relu 的通道 1，而该通道处处为 0。',
      '激活之前，它在层 8 norm 中没有大于 0 的值：最大值为 −0.25。',
    ]);
  });

  it('are there for every kind', () => {
    expect(VERDICT_KINDS.map((kind) => textOf(verdictWord(kind), windowTables['zh-CN']))).toEqual([
      ...['未激活', '失活', '恒定', '雷同', '稀疏', '饱和', '重复'],
    ]);
    for (const kind of VERDICT_KINDS) expect(english(meaningMessage(kind))).toMatch(/^[A-Z].*\.$/);
  });

  it('sum up layers and models', () => {
    const counts = { ...noCounts(), inactive: 2, constant: 1 };
    const layer = layerVerdictOf({ maps: 32, counts, repeats: 4, isInput: false })!;
    expect(english(layerVerdictMessage(layer, en))).toBe(
      '7 of 32 maps add nothing here (2 inactive, 1 constant, 4 like another one): the layer may have more filters than it needs.',
    );
    expect(chinese(layerVerdictMessage(layer, en))).toBe(
      '32 张图中有 7 张在此没有增加信息（2 张未激活、1 张恒定、4 张与另一张重复）：该层的滤波器可能多于所需。',
    );
    const model = modelVerdictOf([{ maps: 1032, counts, verdict: layer }]);
    expect(english(modelVerdictMessage(model, en))).toBe(
      'Of 1,032 maps 3 are inactive, dead or constant, and 0 are almost the picture itself; 1 layer may have more filters than it needs.',
    );
  });
});
