/** One of many is found by its name as people type it. */
import { expect, test } from 'vitest';
import { find, folded, type Option } from '../src/find.ts';

const OPTIONS: readonly Option[] = [
  { value: 'a', name: 'Ütle tagasi, mida kuulsid', about: 'Kuulamine', group: 'Õppetükid' },
  { value: 'b', name: 'Kuula lõpuni', group: 'Õppetükid' },
  { value: 'c', name: 'Kaks tasu ühel arvel', about: 'Mure nimetatud', group: 'Harjutused' },
  { value: 'd', name: 'Счёт, который всё не так', group: 'Harjutused' },
];
const found = (typed: string): string => find(OPTIONS, typed).map(({ value }) => value).join('');

test('nothing typed is everything, in its order', () => {
  expect(found('')).toBe('abcd');
  expect(found('   ')).toBe('abcd');
});

test('every word counts, wherever it stands and however its letters are marked', () => {
  expect(found('kuulsid utle')).toBe('a');
  expect(found('TASU arve')).toBe('c');
  expect(found('счет все')).toBe('d');
  expect(found('olematu')).toBe('');
});

test('what else is told of it, and its heading, are found too; what begins so comes first in its group', () => {
  expect(found('mure')).toBe('c');
  expect(found('oppetukid')).toBe('ab');
  expect(found('kuula')).toBe('ba');
});

test('marks are taken off, letters are not', () => {
  expect(folded('Õ Ä Š Ё й')).toBe('o a s е и');
});
