/** Addresses in a message can be followed, and nothing else becomes markup. */
import { expect, test } from 'vitest';
import { linked } from '../src/thread/links.ts';

test('an address is a part of its own, without the full stop after it', () => {
  expect(linked('Vaata https://example.ee/arve?id=1. Aitäh!')).toEqual([
    { text: 'Vaata ', href: '' },
    { text: 'https://example.ee/arve?id=1', href: 'https://example.ee/arve?id=1' },
    { text: '. Aitäh!', href: '' },
  ]);
});

test('only http and https lead anywhere', () => {
  expect(linked('javascript:alert(1) data:text/html,x').every(({ href }) => href === '')).toBe(true);
});

test('a text without addresses stays whole', () => {
  expect(linked('<b>Tere</b>')).toEqual([{ text: '<b>Tere</b>', href: '' }]);
  expect(linked('')).toEqual([]);
});
