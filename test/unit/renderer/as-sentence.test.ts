import { expect, it } from 'vitest';
import { asSentence } from '../../../renderer/lib/as-sentence';

it('begins a message of the engine as a sentence, and leaves names as they are', () => {
  expect(asSentence('reading /tmp/a.jpg: it is empty.')).toBe('Reading /tmp/a.jpg: it is empty.');
  expect(asSentence('a.jpg is empty.')).toBe('a.jpg is empty.');
  expect(asSentence('_bn0 is of class Lambda.')).toBe('_bn0 is of class Lambda.');
  expect(asSentence('Cannot save.')).toBe('Cannot save.');
  expect(asSentence('')).toBe('');
});
