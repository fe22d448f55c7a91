import { expect, it } from 'vitest';
import { errorOf, failureOf } from '../../../electron/shared/answer';
import { failed, tellDuring } from '../../../electron/shared/errors';
import { message } from '../../../electron/shared/messages/message';

const question = { kind: 'architecture', ids: ['vgg16'] } as const;
const failure = {
  code: 'model/damaged',
  values: { problem: message('part/hdf5-unsound') },
  during: [message('doing/opening', { file: 'a.h5' })],
  detail: 'at readHdf5 (hdf5.ts:47)',
};

it('comes back whole from data', () => {
  const asked = { ...failure, question: { kind: 'architecture' as const, ids: ['vgg16'] } };
  expect(failureOf(errorOf(asked))).toEqual(asked);
});

it('is told as something unexpected where this version does not know its code', () => {
  const { code, message: sentence } = errorOf({ ...failure, code: 'model/new', during: [] });
  expect(code).toBe('internal/unexpected');
  expect(sentence).toMatch(/^model\/new; this is a mistake in Featurescope/);
});

it('keeps where it began when it is told again', () => {
  const again = errorOf(failure).asking({ ...question, ids: [...question.ids] });
  expect(failureOf(again)).toEqual({ ...failure, question });
  const first = failed('labels/not-utf8', {});
  const named = first.toldDuring(message('doing/reading', { file: 'a.txt' }));
  expect(named.message).toBe(`reading a.txt: ${first.message}`);
  expect(named.cause).toBe(first);
});

it('says what was being done, of work at once and of work that is awaited', async () => {
  const doing = message('doing/reading', { file: 'a.txt' });
  const fail = (): never => {
    throw failed('labels/not-utf8', {});
  };
  const told = expect.objectContaining({ during: [doing] });
  expect(() => tellDuring(doing, fail)).toThrow(told);
  await expect(tellDuring(doing, async () => fail())).rejects.toEqual(told);
  expect(() => tellDuring(doing, () => JSON.parse('{'))).toThrow(SyntaxError);
});
