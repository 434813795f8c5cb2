import { expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import et from '../src/i18n/et.json';
import ru from '../src/i18n/ru.json';

it('Every language has the same words, with the same values in them.', () => {
  const texts: Record<string, unknown>[] = [et, ru, en];
  const values = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
  for (const other of texts.slice(1)) {
    expect(Object.keys(other)).toEqual(Object.keys(texts[0]!));
    for (const [key, text] of Object.entries(other)) expect(values(text), key).toEqual(values(texts[0]![key]));
  }
});
