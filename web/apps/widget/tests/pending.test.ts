import { expect, it } from 'vitest';
import { BYTES_MAX, sizeOf } from '../src/chat/attachments.ts';
import { weigh } from '../src/chat/pending.ts';

it('Files over the limit are told apart from those that fit.', () => {
  const file = (name: string, size: number): File => ({ name, size }) as File;
  const { fitting, tooBig } = weigh([file('a', BYTES_MAX), file('b', BYTES_MAX + 1)], BYTES_MAX);
  expect([fitting.map(({ name }) => name), tooBig.map(({ name }) => name)]).toEqual([['a'], ['b']]);
});

it('A size is written as the language writes it.', () => {
  expect([sizeOf(123_456, 'et'), sizeOf(1, 'en'), sizeOf(2_500_000, 'ru')]).toEqual(['124 kB', '1 kB', '2,5 МБ']);
});
