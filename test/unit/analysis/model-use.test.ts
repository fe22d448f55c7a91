import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inputFormOf } from '../../../electron/analysis/input-form';
import { labelsFor } from '../../../electron/analysis/label-set';
import type { Note } from '../../../electron/shared/note';
import { commandLineNote } from '../../../electron/cli/reporter';
import { makeInput, type SourcePicture } from '../../../electron/analysis/source-picture';
import type { ModelSession } from '../../../electron/analysis/model-session';
import { Catalog } from '../../../electron/catalog/catalog';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, functional, layerConfig, refusal, TempFolder, tfjsText } from '../model/model-files';

const folder = new TempFolder();
let catalog: Catalog;
beforeAll(async () => {
  catalog = await Catalog.read(path.resolve(import.meta.dirname, '../../../models'));
});

async function known(shape: readonly (number | null)[]) {
  const input = layerConfig('InputLayer', 'image', { batch_input_shape: shape });
  const config = functional([input, layerConfig('ReLU', 'a', {}, ['image'])]);
  const network = await openNetwork(folder.write('model.json', tfjsText(config)));
  return { title: 'net', network, entry: undefined };
}
const told = ({ code, values }: Note) => commandLineNote({ key: `note/${code}`, values });

async function formOf(shape: readonly (number | null)[], wishes: Parameters<typeof inputFormOf>[1] = {}) {
  const warnings: Note[] = [];
  const form = inputFormOf(await known(shape), wishes, warnings);
  return { ...form, warnings, codes: warnings.map(({ code }) => code) };
}

describe('the size of an open model', () => {
  it('is 224 with a warning, or as chosen without', async () => {
    expect(await formOf([null, null, null, 3])).toMatchObject({
      inputSize: [224, 224, 3],
      isOpenSize: true,
      codes: ['open-size', 'unknown-preprocess'],
    });
    expect(await formOf([null, null, null, 3], { size: [96, 160] })).toMatchObject({
      inputSize: [96, 160, 3],
      codes: ['unknown-preprocess'],
    });
    expect(await formOf([null, 32, null, 3], { size: [32, 64] })).toMatchObject({ inputSize: [32, 64, 3] });
  });

  it.each([
    [[null, 32, 32, 3], [64, 64], 'usage/fixed-size', 'it takes 32 x 32 only, not 64 x 64'],
    [[null, 32, null, 3], [64, 64], 'usage/fixed-size', 'it takes 32 x any only'],
    [[null, null, null, 3], [7, 64], 'usage/bad-size', 'from 8 to 4096'],
    [[null, null, null, 3], [64, 5000], 'usage/bad-size', 'from 8 to 4096'],
    [[null, null, null, 3], [64.5, 64], 'usage/bad-size', 'a whole number'],
  ] as const)('%j refuses %j', async (shape, size, code, words) => {
    const error = await refusal(formOf(shape, { size }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('is refused where one layer would fill the memory, before anything is computed', async () => {
    const input = layerConfig('InputLayer', 'image', { batch_input_shape: [null, null, null, 3] });
    const layers = [input, layerConfig('UpSampling2D', 'up', { size: [8, 8] }, ['image'])];
    const network = await openNetwork(folder.write('large.json', tfjsText(functional(layers))));
    const error = await refusal(
      (async () => inputFormOf({ title: 'net', network, entry: undefined }, { size: [4096, 4096] }, []))(),
    );
    expect(error.code).toBe('usage/bad-size');
    // 4096 * 8 squared, 3 channels, 4 bytes each
    expect(error.message).toContain('one layer alone would give 12288 MB');
  });
});

describe('channels', () => {
  const white = { data: Uint8Array.of(255, 255, 255, 0, 0, 0), height: 1, width: 2 };
  const picture: SourcePicture = {
    kind: 'picture',
    name: 'a.png',
    image: white,
    colours: null,
    frames: { number: 1, count: 1, canChoose: true },
    values: null,
    bands: null,
    notes: [],
    warnings: [],
  };
  const session = async (channels: number, preprocess: '0..1' | 'tf') => {
    const model = await known([null, 1, 2, channels]);
    return { ...model, ...inputFormOf(model, { preprocess }, []) } as unknown as ModelSession;
  };

  it('says that a picture becomes grey, or gets an opaque alpha', async () => {
    expect((await formOf([null, 8, 8, 1])).codes).toContain('grey-input');
    expect((await formOf([null, 8, 8, 4])).codes).toContain('alpha-input');
    expect((await formOf([null, 8, 8, 1])).warnings.find(({ code }) => code === 'grey-input')?.isNote).toBe(
      true,
    );
  });

  it('feeds alpha as 255, scaled like the colours', async () => {
    const { tensor } = makeInput(await session(4, 'tf'), picture);
    expect(tensor.shape).toEqual([1, 1, 2, 4]);
    expect([...tensor.data]).toEqual([1, 1, 1, 1, -1, -1, -1, 1]);
    expect([...makeInput(await session(1, '0..1'), picture).tensor.data]).toEqual([1, 0]);
  });

  it.each([1, 4])('refuses ImageNet colours for %d channels', async (channels) => {
    const error = await refusal(formOf([null, 8, 8, channels], { preprocess: 'torch' }));
    expect(error.code).toBe('usage/preprocess-needs-colour');
  });
});

describe('warnings about preprocessing', () => {
  it('states a guess with its reason, and doubts a choice that contradicts', async () => {
    const guessed = await formOf([null, 8, 8, 3]);
    expect(guessed.warnings[0]).toMatchObject({ code: 'unknown-preprocess', values: { name: '0..1' } });
    expect(told(guessed.warnings[0]!)).toBe(
      'it is not known how this model was trained, so pixels are fed as 0..1: the model has no layer that scales its input, and most such models take x / 255; choose with --preprocess.',
    );
    expect((await formOf([null, 8, 8, 3], { preprocess: 'tf' })).codes).toEqual([]);
    const doubted = await formOf([null, 8, 8, 3], { preprocess: 'caffe' });
    expect(doubted.codes).toEqual(['doubtful-preprocess']);
    expect(told(doubted.warnings[0]!)).toBe(
      'pixels are fed as caffe does (about -124..151), but should be fed as 0..1: the model has no layer that scales its input, and most such models take x / 255.',
    );
  });

  it('is a note, no warning, where a name tells what the model takes', async () => {
    const warnings: Note[] = [];
    const given = await known([null, 8, 8, 3]);
    const named = { ...given, network: { ...given.network, name: 'inception_v3' } };
    expect(inputFormOf(named, {}, warnings)).toMatchObject({
      preprocess: 'tf',
      expected: { reason: 'known-name' },
    });
    expect(warnings).toMatchObject([{ code: 'known-preprocess', isNote: true }]);
    expect((await formOf([null, 8, 8, 3])).warnings).toMatchObject([
      { code: 'unknown-preprocess', isNote: false },
    ]);
  });

  it('is told by a file of Teachable Machine beside the model', async () => {
    const warnings: Note[] = [];
    const given = { ...(await known([null, 8, 8, 3])), metadata: 'metadata.json' };
    const { preprocess, expected } = inputFormOf(given, {}, warnings);
    expect(preprocess).toBe('tf');
    expect(expected).toEqual({ name: 'tf', reason: 'metadata', subject: 'metadata.json' });
    expect(told(warnings[0]!)).toContain(
      'metadata.json of Teachable Machine, which lies beside the model, says so',
    );
  });

  it('doubts -1..1 for a model that scales itself, whose own form needs no warning', async () => {
    const network = await openNetwork(fixture('keras/k3_keras_norm_seq/model.keras'));
    const model = { title: 'norms', network, entry: undefined };
    const codes = (wishes: Parameters<typeof inputFormOf>[1]) => {
      const warnings: Note[] = [];
      inputFormOf(model, wishes, warnings);
      return warnings.filter(({ isNote }) => !isNote).map(({ code }) => code);
    };
    expect(codes({})).toEqual([]);
    expect(codes({ preprocess: 'tf' })).toEqual(['doubtful-preprocess']);
  });

  it('doubts another choice than that of the catalogue', async () => {
    const entry = catalog.find('efficientnet-lite0');
    const model = { ...(await known([null, 8, 8, 3])), entry };
    const warnings: Note[] = [];
    expect(inputFormOf(model, {}, warnings)).toMatchObject({ preprocess: '127/128' });
    expect(warnings).toEqual([]);
    inputFormOf(model, { preprocess: '0..1' }, warnings);
    expect(warnings.map(({ code }) => code)).toEqual(['doubtful-preprocess']);
  });
});

describe('labels', () => {
  const head = (classCount: number) => ({
    ref: { call: 0, output: 0 },
    name: 'p',
    classCount,
    gives: 'softmax' as const,
    isAlwaysOne: false,
  });
  async function labels(classCount: number, chosen: string | undefined, file: string) {
    const warnings: Note[] = [];
    const set = await labelsFor(
      { catalog, entry: undefined, file, head: head(classCount) },
      chosen,
      warnings,
    );
    return { ...set, codes: warnings.map(({ code }) => code), warnings };
  }

  it('come from a file beside the model, and that is said', async () => {
    const model = folder.write('beside/net.h5', '');
    const file = folder.write('beside/class_indices.json', '{"cat": 0, "dog": 1}');
    const found = await labels(2, undefined, model);
    expect(found).toMatchObject({ labelsFrom: 'beside', labelsFile: file, codes: ['labels-beside'] });
    expect(found.labels[1]).toEqual({ wordNetId: '', label: 'dog' });
    expect(found.warnings[0]!.isNote).toBe(true);
  });

  it('are left out with a warning where the file beside does not fit', async () => {
    const model = folder.write('unfit/net.h5', '');
    const file = folder.write('unfit/labels.txt', 'a\nb\nc\n');
    const unfit = await labels(2, undefined, model);
    expect(unfit).toMatchObject({ labels: [], labelsFrom: 'none', codes: ['labels-unfit'] });
    expect(told(unfit.warnings[0]!)).toBe(
      `a labels file beside the model is not used: reading the labels ${file}: it names 3 classes, but the model has 2; give the labels that the model was trained with.`,
    );
  });

  it('are those of ImageNet for 1000 classes, and that is called a guess', async () => {
    const found = await labels(1000, undefined, '/nowhere/net.h5');
    expect(found).toMatchObject({ labelsFrom: 'guessed', codes: ['labels-guessed'] });
    expect(found.labels[285]!.wordNetId).toBe('n02124075');
    expect((await labels(1000, '', '/nowhere/net.h5')).labels).toEqual([]);
  });

  it('that were chosen must have the right number; doubles and gaps are told', async () => {
    const file = folder.write('three.json', '{"0": "cat", "2": "cat", "3": "dog"}');
    expect((await refusal(labels(3, file, ''))).code).toBe('labels/wrong-count');
    const doubted = await labels(4, file, '');
    expect(doubted.codes).toEqual(['labels-gap', 'labels-duplicate']);
    expect(doubted.warnings.map(told)).toEqual([
      `in the labels ${file} 1 class has no name, class 1.`,
      `in the labels ${file} 1 name stands for more than one class, "cat".`,
    ]);
  });
});
