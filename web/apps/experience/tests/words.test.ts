import { describe, expect, it } from 'vitest';

type File = Record<string, unknown>;
const files = import.meta.glob<File>(['../src/i18n/*.json', '../src/*/texts/*.json'], { eager: true, import: 'default' });
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\w+\.json$/, '')))];
const values = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();

describe.each(folders)('%s', (folder) => {
  const [et, ru, en] = ['et', 'ru', 'en'].map((language) => files[`${folder}${language}.json`]!);
  it('has the same words in every language, with the same values in them', () => {
    for (const other of [ru!, en!]) {
      expect(Object.keys(other)).toEqual(Object.keys(et!));
      for (const [key, text] of Object.entries(other)) expect(values(text), key).toEqual(values(et![key]));
    }
  });
});

it('There are words for the frame and for every page.', () => {
  expect(folders).toContain('../src/i18n/');
  expect(folders).toContain('../src/figures/texts/');
});

it('No page has a word of its own under a name that it takes from elsewhere.', () => {
  const keys = (folder: string): string[] => Object.keys(files[`../src/${folder}/et.json`]!);
  const taken = ['i18n', 'marking/texts', 'conversation/texts'].flatMap(keys);
  expect(new Set(taken).size).toBe(taken.length);
  for (const page of ['reviews/texts', 'calibration/texts', 'own/texts']) expect(keys(page).filter((key) => taken.includes(key)), page).toEqual([]);
  const kept = ['i18n', 'keeping/texts'].flatMap(keys);
  for (const page of ['criteria/texts', 'surveys/texts', 'reasons/texts']) expect(keys(page).filter((key) => kept.includes(key)), page).toEqual([]);
});
