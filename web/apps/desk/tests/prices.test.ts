/** A price is given in the published words; an amount that was typed by hand is noticed, and what is no amount is not. */
import { expect, test, vi } from 'vitest';
import type { PriceLines } from '@hoolin/client';
import { Bus, type DeskEvents } from '../src/state/bus.ts';
import { Prices, shownIn, typedIn } from '../src/state/prices.svelte.ts';

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

test('a price that is refused has the list fetched anew; any other refusal has not', async () => {
  let amount = 1_100;
  let calls = 0;
  const bus = new Bus<DeskEvents>();
  const priceLines = async (language: string): Promise<PriceLines> => {
    calls++;
    return { number: calls, language, currency: 'EUR', items: [{ ...LINES[0], amount, text: `Keskmine: ${amount / 100} €` }] };
  };
  const prices = new Prices({ priceLines }, bus);
  const refuse = (code: string): void =>
    bus.emit('answered', { key: 'k', command: { command: 'say_price', interaction: 'i', codes: ['m'] }, answer: { accepted: false, n: 0, code, detail: {} } });
  await prices.look('et');
  amount = 1_200;
  await prices.look('et');
  refuse('not_yours');
  await Promise.resolve();
  expect([calls, prices.lines('et')[0]!.text]).toEqual([1, 'Keskmine: 11 €']);
  refuse('price_words');
  await vi.waitFor(() => expect(prices.lines('et')[0]!.text).toBe('Keskmine: 12 €'));
  expect(calls).toBe(2);
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
