/** The SMS of a text are counted by the very vectors that the channel cuts by. */
import { describe, expect, test } from 'vitest';
import fixture from '../../../../src/hoolin/channels/sms/fixtures/parts.json';
import { costs, parts, plainly } from '../src/composer/parts.ts';
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

describe('what whoever writes is told', () => {
  const long = 'õ'.repeat(80);

  test('an account that writes plainly is counted so, and its letters are named', () => {
    expect(costs(long, true)).toEqual({ counted: { encoding: 'gsm7', parts: 1, left: 80 }, sentPlain: ['õ'], cheaper: null });
  });

  test('by another account plain letters are only proposed', () => {
    const { counted, sentPlain, cheaper } = costs(long, false);
    expect([counted.encoding, counted.parts, sentPlain]).toEqual(['ucs2', 2, []]);
    expect(cheaper).toEqual({ text: 'o'.repeat(80), letters: ['õ'], parts: 1 });
  });

  test('a text that cannot be plain throughout goes out as it is, by either', () => {
    for (const transliterates of [true, false])
      expect(costs('õ и', transliterates)).toEqual({ counted: parts('õ и'), sentPlain: [], cheaper: null });
  });

  test('nothing is said of a text that is plain already', () => {
    expect(costs('Tere', true)).toEqual({ counted: { encoding: 'gsm7', parts: 1, left: 156 }, sentPlain: [], cheaper: null });
  });
});
