/** The SMS of a text are counted by the very vectors that the channel cuts by. */
import { describe, expect, test } from 'vitest';
import fixture from '../../../../src/hoolin/channels/sms/fixtures/parts.json';
import { parts, plainly } from '../src/composer/parts.ts';
import { PLAIN } from '../src/composer/plain.ts';

test('the letters that may stand for others are those of the channel', () => {
  expect(PLAIN).toEqual(fixture.letters);
});

describe('a text is counted as it will be cut', () => {
  test('there are vectors of every kind', () => {
    expect(fixture.vectors.length).toBeGreaterThan(20);
    expect(new Set(fixture.vectors.map(({ encoding }) => encoding))).toEqual(new Set(['gsm7', 'ucs2']));
  });

  test.each(fixture.vectors)('$why', ({ text, transliterate, encoding, parts: count, left }) => {
    expect(parts(text, transliterate)).toEqual({ encoding, parts: count, left });
  });
});

test('what cannot be written plainly throughout is left as it is', () => {
  expect(plainly('Täna õhtul – „jah“')).toEqual({ text: 'Täna ohtul - "jah"', changed: ['õ', '–', '„', '“'] });
  expect(plainly('õ и')).toEqual({ text: 'õ и', changed: [] });
});
