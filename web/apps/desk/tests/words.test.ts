/** Every word is there in every language, in every plural form that the language has, and says the same things. */
/// <reference types="vite/client" />
import type { Entry } from '@hoolin/ui/i18n';
import { describe, expect, test } from 'vitest';
import { ACTIONS, FIELD_KEYS } from '../src/actions.ts';
import en from '../src/i18n/en.json';
import et from '../src/i18n/et.json';
import ru from '../src/i18n/ru.json';

/** Those of the desk itself, and those that are fetched with what is opened. */
const files = import.meta.glob<Record<string, Entry>>('../src/**/texts/*.json', { eager: true, import: 'default' });
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\w+\.json$/, '')))];
const ALL: Record<string, Record<string, Record<string, Entry>>> = {
  i18n: { et, ru, en },
  ...Object.fromEntries(folders.map((folder) => [folder, Object.fromEntries(['et', 'ru', 'en'].map((language) => [language, files[`${folder}${language}.json`]!]))])),
};
const EACH = Object.entries(ALL).flatMap(([folder, languages]) => Object.entries(languages).map(([language, strings]) => ({ folder, language, strings, estonian: languages['et']! })));
const texts = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const places = (entry: Entry): string[] => [...new Set(texts(entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe.each(EACH)('$folder $language', ({ language, strings, estonian }) => {
  test('has the same keys as Estonian', () => {
    expect(Object.keys(strings).sort()).toEqual(Object.keys(estonian).sort());
  });

  test('has exactly the plural forms of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, entry] of Object.entries(strings))
      if (typeof entry !== 'string') expect([key, ...Object.keys(entry).sort()]).toEqual([key, ...forms]);
  });

  test('puts the same values into each text as Estonian does', () => {
    for (const [key, entry] of Object.entries(strings)) expect([key, ...places(entry)]).toEqual([key, ...places(estonian[key]!)]);
  });

  test('has no empty text and no text of another script', () => {
    for (const [key, entry] of Object.entries(strings))
      for (const text of texts(entry)) {
        expect(text.trim(), key).not.toBe('');
        if (language !== 'ru') expect(text, key).not.toMatch(/[а-яё]/i);
      }
  });
});

test('words that are fetched later are looked at too', () => {
  expect(folders).toContain('../src/examples/texts/');
});

test('each key of an action has a word', () => {
  const keys = [...ACTIONS.flatMap(({ label }) => (typeof label === 'string' ? [label] : [])), ...FIELD_KEYS.map(({ label }) => label)];
  expect(keys.filter((key) => !(key in et))).toEqual([]);
});

test('no word is kept that nothing says', () => {
  const sources = Object.values(import.meta.glob<string>('../src/**/*.{svelte,ts}', { eager: true, query: '?raw', import: 'default' })).join('\n');
  // Words that are found by a code from the site, the journal or the server.
  const byCode = /^(tape|recording.erased|code|delivery|callback|error|queue|reason|channel|language|presence|state|outcome|life|view|theme|draft|case|shortcuts|list\.empty|why|supervise|cause\.kind|promise\.(kind|written|state|source|reason|view))\./;
  const unused = Object.keys(et).filter((key) => !byCode.test(key) && !sources.includes(`'${key}'`));
  expect(unused).toEqual([]);
});
