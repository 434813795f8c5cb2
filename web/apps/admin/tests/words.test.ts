/** Every word is there in every language, in every plural form that the language has, and says the same things. */
/// <reference types="vite/client" />
import type { Entry } from '@hoolin/ui/i18n';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../src/flow/model.ts';
import { ASKING_FIELDS, FIELDS } from '../src/form/fields.ts';
import en from '../src/i18n/en.json';
import et from '../src/i18n/et.json';
import ru from '../src/i18n/ru.json';

const LANGUAGES: Record<string, Record<string, Entry>> = { et, ru, en };
const texts = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const places = (entry: Entry): string[] => [...new Set(texts(entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe.each(Object.entries(LANGUAGES))('%s', (language, strings) => {
  test('has the same keys as Estonian', () => {
    expect(Object.keys(strings).sort()).toEqual(Object.keys(et).sort());
  });

  test('has exactly the plural forms of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, entry] of Object.entries(strings)) if (typeof entry !== 'string') expect([key, ...Object.keys(entry).sort()]).toEqual([key, ...forms]);
  });

  test('puts the same values into each text as Estonian does', () => {
    for (const [key, entry] of Object.entries(strings)) expect([key, ...places(entry)]).toEqual([key, ...places(LANGUAGES['et']![key]!)]);
  });

  test('has no empty text and no text of another script', () => {
    for (const [key, entry] of Object.entries(strings))
      for (const text of texts(entry)) {
        expect(text.trim(), key).not.toBe('');
        if (language !== 'ru') expect(text.replace('оператор', ''), key).not.toMatch(/[а-яё]/i);
      }
  });
});

test('every kind of node and every field of a form has a word', () => {
  const wanted = KINDS.flatMap((kind) => [
    `kind.${kind}`,
    `kind.${kind}.about`,
    ...[...FIELDS[kind], ...ASKING_FIELDS].flatMap((field) => {
      const name = 'name' in field ? field.name : 'path' in field ? String(field.path[0]) : '';
      return name ? [`field.${kind}.${name}` in et ? `field.${kind}.${name}` : `field.${name}`] : [];
    }),
  ]);
  expect(wanted.filter((key) => !(key in et))).toEqual([]);
});

test('no word is kept that nothing says, and none is said that is not there', () => {
  const sources = Object.values(import.meta.glob<string>('../src/**/*.{svelte,ts}', { eager: true, query: '?raw', import: 'default' })).join('\n');
  // Words that are found by a code of the flow, the site or the server.
  const byCode = /^(kind|exit|field|problem|why|channel|error|choice|change|theme|view|tab|forbidden|unreachable|try\.hours|flow)\./;
  expect(Object.keys(et).filter((key) => !byCode.test(key) && !sources.includes(`'${key}'`))).toEqual([]);
  const said = [...sources.matchAll(/\bt\('([\w.]+)'/g)].map(([, key]) => key!);
  expect(said.filter((key) => !(key in et))).toEqual([]);
});
