/** An answer bears the subject of what it answers, once; a copy goes only to what is an address. */
import { expect, test } from 'vitest';
import { addresses, answerTo, isAddress } from '../src/composer/letter.ts';

test.each([
  ['Arve', 'Re: Arve'],
  ['Re: Arve', 'Re: Arve'],
  ['RE: VS: Fwd: Arve', 'Re: Arve'],
  ['Отв: Счёт', 'Re: Счёт'],
  ['Re[2]: Arve', 'Re: Arve'],
  ['Report', 'Re: Report'],
  ['', ''],
  ['Re: ', ''],
])('%s is answered as %s', (subject, answer) => expect(answerTo(subject)).toBe(answer));

test('addresses are found in what people paste', () => {
  expect(addresses('Mari <mari@example.ee>, jaan@example.ee; vigane')).toEqual({ found: ['mari@example.ee', 'jaan@example.ee'], rest: 'vigane' });
  expect(addresses('a@example.ee b@example.ee')).toEqual({ found: ['a@example.ee', 'b@example.ee'], rest: '' });
});

test.each(['mari', 'mari@', '@example.ee', 'mari@example', 'ma ri@example.ee', 'a@b@example.ee', `${'x'.repeat(65)}@example.ee`])('%s is no address', (text) =>
  expect(isAddress(text)).toBe(false),
);
