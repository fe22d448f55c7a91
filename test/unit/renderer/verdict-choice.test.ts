import { expect, it } from 'vitest';
import { noCounts } from '../../../electron/shared/verdicts';
import { nextKind, withKind } from '../../../renderer/lib/verdict-choice';

const counts = { ...noCounts(), inactive: 28, copy: 27 };

it('the next verdict is one that some map has, then none', () => {
  const kinds = [...nextKind(new Set(), counts)];
  expect(kinds).toEqual(['inactive']);
  expect([...nextKind(new Set(kinds), counts)]).toEqual(['copy']);
  expect([...nextKind(new Set(['copy'] as const), counts)]).toEqual([]);
  expect([...nextKind(new Set(), noCounts())]).toEqual([]);
});

it('a verdict that no map has any more has a next one too', () => {
  expect([...nextKind(new Set(['constant'] as const), counts)]).toEqual(['copy']);
});

it('kinds stand in the order of the table, each once', () => {
  const kinds = withKind(new Set(['twin', 'copy'] as const), 'inactive', true);
  expect([...withKind(kinds, 'copy', true)]).toEqual(['inactive', 'copy', 'twin']);
  expect([...withKind(kinds, 'copy', false)]).toEqual(['inactive', 'twin']);
});
