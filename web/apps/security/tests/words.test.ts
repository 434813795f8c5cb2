import { translator, type Entry } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import et from '../src/i18n/et.json';
import ru from '../src/i18n/ru.json';

const LANGUAGES: Readonly<Record<string, Readonly<Record<string, Entry>>>> = { et, ru, en };
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
const forms = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));

describe.each(Object.entries(LANGUAGES))('%s', (language, words) => {
  it('It says everything that Estonian says, and nothing else.', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(et).sort());
  });

  it('Each text that counts has exactly the plural forms of the language.', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(words)) {
      const counts = typeof (et as Record<string, Entry>)[key] !== 'string';
      expect([key, typeof entry !== 'string']).toEqual([key, counts]);
      if (typeof entry !== 'string') expect([key, Object.keys(entry).sort()]).toEqual([key, categories]);
    }
  });

  it('Each form names the same values as Estonian does, and none is empty.', () => {
    for (const [key, entry] of Object.entries(words)) {
      const expected = names(forms((et as Record<string, Entry>)[key]!)[0]!);
      for (const form of forms(entry)) {
        expect([key, names(form)]).toEqual([key, expected]);
        expect(form.trim()).toBe(form);
        expect(form).not.toBe('');
      }
    }
  });
});

it('Counting is right where it is hard.', () => {
  const inRussian = translator('ru', ru as Readonly<Record<keyof typeof et, Entry>>);
  expect([1, 3, 10].map((n) => inRussian('factor.on', { n }).split('. ')[1])).toEqual([
    'Остался 1 запасной код.',
    'Осталось 3 запасных кода.',
    'Осталось 10 запасных кодов.',
  ]);
});
