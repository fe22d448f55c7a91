import { expect, it } from 'vitest';
import { errorOf, failureOf } from '../../../electron/shared/answer';
import { FeaturescopeError } from '../../../electron/shared/errors';

const question = { kind: 'architecture', ids: ['vgg16'] } as const;
const failure = {
  code: 'model/wrong-shape',
  values: {},
  during: [],
  message: 'loading a.h5: layer a (Dense) needs other weights.',
  detail: 'at matchWeights (weights.ts:47)',
  about: 'a (Dense)',
};

it('comes back whole from data', () => {
  const asked = { ...failure, question: { kind: 'architecture' as const, ids: ['vgg16'] } };
  expect(failureOf(errorOf(asked))).toEqual(asked);
});

it('keeps where it began and what it is about when it is told again', () => {
  const again = errorOf(failure).asking({ ...question, ids: [...question.ids] });
  expect(failureOf(again)).toEqual({ ...failure, question });
  const first = new FeaturescopeError('model/damaged', 'it is cut short.', { about: 'a (Dense)' });
  const named = first.retold({ message: 'opening a.h5: it is cut short.' });
  expect(named).toMatchObject({
    code: first.code,
    values: {},
    during: [],
    message: 'opening a.h5: it is cut short.',
    about: 'a (Dense)',
  });
  expect(named.cause).toBe(first);
});
