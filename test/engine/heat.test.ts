import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explain } from '../../electron/analysis/heat/explain';
import { classActivationMap } from '../../electron/analysis/heat/class-activation-map';
import { HEAT_METHODS } from '../../electron/analysis/heat/methods';
import { occlusion } from '../../electron/analysis/heat/occlusion';
import { gradientsOf, type HeatContext } from '../../electron/analysis/heat/passes';
import {
  gradientTimesInput,
  integratedGradients,
  smoothGrad,
} from '../../electron/analysis/heat/pixel-methods';
import { classOf, targetOf } from '../../electron/analysis/heat/target';
import { openModel } from '../../electron/analysis/model-session';
import { Catalog } from '../../electron/catalog/catalog';
import type { Tensor } from '../../electron/core/tensor';
import { HEAT_METHOD_NAMES } from '../../electron/shared/names';
import { weightsOf, worstOf } from '../fixtures/gradient-cases';
import { readKerasCase } from '../fixtures/keras-cases';
import { photoInput } from '../fixtures/photo-input';

const models = path.join(import.meta.dirname, '../../models');

interface Heat {
  readonly shape: readonly number[];
  readonly told: readonly number[];
}

/** What tf-keras-vis and plain loops over tf.GradientTape give (make-heat.py). */
const expected = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/heat.json'), 'utf8'),
) as {
  'efficientnet-lite0': {
    logit: number;
    layers: readonly (Readonly<Record<'gradcam' | 'gradcam++' | 'layercam', Heat>> & { layer: string })[];
  };
  'keras/k3_keras_acts': { gradient: number[]; ig: number[]; difference: number; occlusion: Heat };
};

async function opened(model: string) {
  const session = await openModel(await Catalog.read(models), { model });
  onTestFinished(() => session.dispose());
  return session;
}

async function contextFor(model: string, input: Tensor, index: string): Promise<HeatContext> {
  const session = await opened(model);
  const target = targetOf(session, classOf(session, index));
  return { session, input, target, onPass: () => Promise.resolve() };
}

const small = readKerasCase('k3_keras_acts');
const smallContext = (index: string) => contextFor(small.modelFile, small.input, index);

describe('heat of layers', () => {
  it('Grad-CAM, Grad-CAM++ and Layer-CAM are those of tf-keras-vis 0.8.7 within 2e-5 of the largest value', async () => {
    const session = await opened('efficientnet-lite0');
    const { logit, layers } = expected['efficientnet-lite0'];
    for (const told of layers)
      for (const method of ['gradcam', 'gradcam++', 'layercam'] as const) {
        const layer = session.layers.find(({ name }) => name === told.layer)!;
        const found = await explain(
          session,
          { tensor: weightsOf([1, 224, 224, 3]) },
          { method, layer, class: '281' },
        );
        expect(found.heat.shape, `${told.layer} ${method}`).toEqual(told[method].shape);
        expect(worstOf(found.heat, told[method].told), `${told.layer} ${method}`).toBeLessThan(2e-5);
        expect(Math.abs(found.logit / logit - 1)).toBeLessThan(1e-5);
      }
  });

  it('the mean of a class activation map and the bias are the logit to six digits', async () => {
    const context = await contextFor('efficientnet-lite0', photoInput('chelsea.png', 224, '127/128'), '281');
    const { heat, bias } = classActivationMap(context);
    const mean = heat.data.reduce((sum, value) => sum + value, 0) / heat.data.length;
    const logit = gradientsOf(context, context.input, []).scores[0]!;
    expect(Math.abs((mean + bias) / logit - 1)).toBeLessThan(1e-6);
  });
});

describe('heat of pixels and squares', () => {
  const told = expected['keras/k3_keras_acts'];

  it('gradient times input and integrated gradients are those of Keras within 1e-5 of the largest value', async () => {
    const context = await smallContext('1');
    expect(worstOf(await gradientTimesInput(context), told.gradient)).toBeLessThan(1e-5);
    const { heat, completeness } = await integratedGradients(
      context,
      new Float32Array(small.input.data.length),
      32,
    );
    expect(worstOf(heat, told.ig)).toBeLessThan(1e-5);
    const sum = heat.data.reduce((total, value) => total + value, 0);
    expect(Math.abs(completeness - (sum - told.difference) / told.difference)).toBeLessThan(1e-5);
  });

  it('occlusion is a plain loop of Keras within 1e-5 of the largest value', async () => {
    const context = await smallContext('1');
    const heat = await occlusion(
      context,
      { size: 5, stride: 2 },
      new Float32Array(small.input.data.length).fill(0.25),
    );
    expect(heat.shape).toEqual(told.occlusion.shape);
    expect(worstOf(heat, told.occlusion.told)).toBeLessThan(1e-5);
  });

  /** Gradients jump along the way from black, the more the surer the model: of the most probable class 4.5 % are left at 100 steps. */
  it('integrated gradients add up to the difference of the logits within 0.5 %, of the most probable class 5 %', async () => {
    const photo = photoInput('chelsea.png', 224, '127/128');
    const black = new Float32Array(photo.data.length).fill(-127 / 128);
    for (const [index, most] of [
      ['281', 0.005],
      ['285', 0.05],
    ] as const) {
      const context = await contextFor('efficientnet-lite0', photo, index);
      const { completeness } = await integratedGradients(context, black, 100);
      expect(Math.abs(completeness), index).toBeLessThan(most);
    }
  });

  it('SmoothGrad is decided by its seed', async () => {
    const context = await smallContext('1');
    const [first, again, other] = await Promise.all([3, 3, 4].map((seed) => smoothGrad(context, 8, seed)));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('explaining', () => {
  it('every method names its paper and gives heat of its form for the most probable class', async () => {
    const session = await opened(small.modelFile);
    expect(Object.keys(HEAT_METHODS).sort()).toEqual([...HEAT_METHOD_NAMES].sort());
    for (const method of HEAT_METHOD_NAMES) {
      expect(HEAT_METHODS[method].source).toMatch(/, \w.*20\d\d$/);
      const found = await explain(session, { tensor: small.input }, { method, steps: 4 });
      expect(found.heat.shape.length).toBe({ layer: 2, pixels: 3, squares: 2 }[HEAT_METHODS[method].of]);
      expect(found.layer?.name).toBe(HEAT_METHODS[method].of === 'layer' ? 'all' : undefined);
      expect(found.probability).toBeGreaterThan(1 / 3);
    }
  });

  it('the difference of two classes is the difference of what is explained of each', async () => {
    const session = await opened(small.modelFile);
    const heatOf = (wanted: string, against?: string) =>
      explain(
        session,
        { tensor: small.input },
        { method: 'gradient', class: wanted, ...(against && { against }) },
      );
    const [first, second, both] = await Promise.all([heatOf('0'), heatOf('2'), heatOf('0', '2')]);
    expect(Math.abs(both.logit - (first.logit - second.logit))).toBeLessThan(1e-5);
    const largest = Math.max(...both.heat.data.map(Math.abs));
    both.heat.data.forEach((value, place) => {
      expect(Math.abs(value - (first.heat.data[place]! - second.heat.data[place]!))).toBeLessThan(
        1e-5 * largest,
      );
    });
  });

  it.each([
    [{ class: '3' }, 'heat/no-such-class'],
    [{ class: '-1' }, 'heat/no-such-class'],
    [{ class: 'dog' }, 'heat/unknown-class'],
    [{ method: 'ig', layer: 'all' }, 'heat/needs-no-layer'],
    [{ method: 'cam', layer: '1' }, 'heat/one-layer-only'],
    [{ layer: 'probs' }, 'layers/no-maps'],
    [{ method: 'occlusion', patch: { size: 9, stride: 1 } }, 'heat/square-too-large'],
  ] as const)('%j is refused as %s', async (choice, code) => {
    const session = await opened(small.modelFile);
    const { layer: name, ...rest } = { layer: undefined, ...choice };
    const layer = session.layers.find((one) => one.name === name || one.indexPath === name);
    const request = { method: 'gradcam', ...rest, ...(layer && { layer }) } as const;
    await expect(explain(session, { tensor: small.input }, request)).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });
});
