/** A price is given in the published words; an amount that was typed by hand is noticed, and what is no amount is not. */
import { expect, test } from 'vitest';
import { shownIn, typedIn } from '../src/state/prices.svelte.ts';

const LINES = [
  { code: 'm', kind: 'plan', name: 'Keskmine', amount: 1_100, text: 'Keskmine: 11 € kuus (hinnakiri alates 1. detsember 2026)' },
  { code: 'sim', kind: 'fee', name: 'SIM-kaart', amount: 100, text: 'SIM-kaart: 1 € ühekordselt (hinnakiri alates 1. detsember 2026)' },
] as const;

test('a code travels along for as long as its very line stands in the text', () => {
  const text = `Tere!\n${LINES[0].text}\n${LINES[1].text}`;
  expect(shownIn(text, LINES)).toEqual(['m', 'sim']);
  expect(shownIn(text.replace('11 €', '9 €'), LINES)).toEqual(['sim']);
  expect(shownIn('', LINES)).toEqual([]);
});

test('only what was typed beside the list is pointed out', () => {
  expect(typedIn(`${LINES[0].text}, aga sulle 9 €`, LINES)).toEqual(['9 €']);
  expect(typedIn(LINES[0].text, LINES)).toEqual([]);
});

test.each([
  ['maksab 12,50 eurot', ['12,50 eurot']],
  ['it is €11.00 or 7 EUR', ['€11.00', '7 EUR']],
  ['стоит 5 евро', ['5 евро']],
  ['kell 12.30, arve 2026, 40 GB, number 372 5555 1234', []],
])('%s', (text, amounts) => {
  expect(typedIn(text, LINES)).toEqual(amounts);
});
