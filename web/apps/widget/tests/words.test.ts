import { translator, type Entry } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import callEn from '../src/i18n/call-en.json';
import callEt from '../src/i18n/call-et.json';
import callRu from '../src/i18n/call-ru.json';
import en from '../src/i18n/en.json';
import et from '../src/i18n/et.json';
import ru from '../src/i18n/ru.json';
import waysEn from '../src/i18n/ways-en.json';
import waysEt from '../src/i18n/ways-et.json';
import waysRu from '../src/i18n/ways-ru.json';

type Words = Readonly<Record<string, Entry>>;
/** Each text of a language, beside the same in Estonian. */
const TEXTS: readonly [string, string, Words, Words][] = [
  ['the panel', 'et', et, et],
  ['the panel', 'ru', ru, et],
  ['the panel', 'en', en, et],
  ['a call', 'et', callEt, callEt],
  ['a call', 'ru', callRu, callEt],
  ['a call', 'en', callEn, callEt],
  ['the choice board', 'et', waysEt, waysEt],
  ['the choice board', 'ru', waysRu, waysEt],
  ['the choice board', 'en', waysEn, waysEt],
];
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
const forms = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));

describe.each(TEXTS)('%s in %s', (_, language, words, estonian) => {
  it('It says everything that Estonian says, and nothing else.', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(estonian).sort());
  });

  it('Each text that counts has exactly the plural forms of the language.', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(words)) {
      const counts = typeof estonian[key] !== 'string';
      expect([key, typeof entry !== 'string']).toEqual([key, counts]);
      if (typeof entry !== 'string') expect([key, Object.keys(entry).sort()]).toEqual([key, categories]);
    }
  });

  it('Each form names the same values as Estonian does, and none is empty.', () => {
    for (const [key, entry] of Object.entries(words)) {
      const expected = names(forms(estonian[key]!)[0]!);
      for (const form of forms(entry)) {
        expect([key, names(form)]).toEqual([key, expected]);
        expect(form.trim()).toBe(form);
        expect(form).not.toBe('');
      }
    }
  });
});

it('Counting is right where it is hard.', () => {
  const inRussian = translator('ru', ru);
  expect([1, 2, 5, 11, 21, 22].map((n) => inRussian('people', { n }))).toEqual([
    'Сейчас на работе 1 человек.',
    'Сейчас на работе 2 человека.',
    'Сейчас на работе 5 человек.',
    'Сейчас на работе 11 человек.',
    'Сейчас на работе 21 человек.',
    'Сейчас на работе 22 человека.',
  ]);
  const inEstonian = translator('et', et);
  expect([0, 1, 2].map((n) => inEstonian('unread', { n }))).toEqual([
    '0 lugemata sõnumit',
    '1 lugemata sõnum',
    '2 lugemata sõnumit',
  ]);
});
