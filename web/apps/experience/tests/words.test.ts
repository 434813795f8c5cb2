import { describe, expect, it } from 'vitest';

type File = Record<string, unknown>;
const files = import.meta.glob<File>(['../src/i18n/*.json', '../src/**/texts/*.json'], { eager: true, import: 'default' });
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\w+\.json$/, '')))];
const values = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
const forms = (text: unknown): string[] => (typeof text === 'string' ? [text] : Object.values(text as Record<string, string>));
/** Of the sources or words that lie in `../src/coaching/ease/texts/`: `coaching/ease`. */
const pageOf = (folder: string): string => folder.replace(/^\.\.\/src\//, '').replace(/\/texts\/$/, '');

describe.each(folders)('%s', (folder) => {
  const [et, ru, en] = ['et', 'ru', 'en'].map((language) => files[`${folder}${language}.json`]!);
  it('has the same words in every language, with the same values in them', () => {
    for (const other of [ru!, en!]) {
      expect(Object.keys(other)).toEqual(Object.keys(et!));
      for (const [key, text] of Object.entries(other)) expect(values(text), key).toEqual(values(et![key]));
    }
  });
  it('has exactly the plural forms of each language, and no empty or foreign text', () => {
    for (const language of ['et', 'ru', 'en'] as const) {
      const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const [key, text] of Object.entries(files[`${folder}${language}.json`]!)) {
        expect([key, typeof text], language).toEqual([key, typeof et![key]]);
        if (typeof text !== 'string') expect([key, ...Object.keys(text as object).sort()], language).toEqual([key, ...plurals]);
        for (const form of forms(text)) {
          expect(form.trim(), `${language} ${key}`).not.toBe('');
          if (language !== 'ru') expect(form, `${language} ${key}`).not.toMatch(/[а-яё]/i);
        }
      }
    }
  });
});

it('There are words for the frame and for every page.', () => {
  expect(folders).toContain('../src/i18n/');
  expect(folders).toContain('../src/figures/texts/');
  expect(folders).toContain('../src/coaching/ease/texts/');
});

it('No page has a word of its own under a name that it takes from elsewhere.', () => {
  const keys = (folder: string): string[] => Object.keys(files[`../src/${folder}/et.json`]!);
  const taken = ['i18n', 'marking/texts', 'conversation/texts'].flatMap(keys);
  expect(new Set(taken).size).toBe(taken.length);
  for (const page of ['reviews/texts', 'calibration/texts', 'own/texts']) expect(keys(page).filter((key) => taken.includes(key)), page).toEqual([]);
  const kept = ['i18n', 'keeping/texts'].flatMap(keys);
  for (const page of ['criteria/texts', 'surveys/texts', 'reasons/texts']) expect(keys(page).filter((key) => kept.includes(key)), page).toEqual([]);
  // What the tabs of coaching are shown with, beside their own.
  const beside: Record<string, string[]> = { drills: ['keeping/texts'], growth: ['keeping/texts'], sessions: ['conversation/texts'] };
  const tabs = folders.map(pageOf).filter((page) => page.startsWith('coaching/'));
  expect(tabs).toHaveLength(7);
  for (const tab of tabs) {
    const others = ['i18n', 'coaching/texts', ...(beside[tab.split('/')[1]!] ?? [])].flatMap(keys);
    expect(keys(`${tab}/texts`).filter((key) => others.includes(key)), tab).toEqual([]);
  }
});

/** Sources by folder, to look for who says a word. */
const sources = import.meta.glob<string>('../src/**/*.{ts,svelte}', { eager: true, query: '?raw', import: 'default' });
const SHARED_BY_PAGES = ['keeping', 'marking', 'conversation'];

/** Keys as they are written in sources: whole ones, and the patterns of those that are put together. */
function written(code: string): (key: string) => boolean {
  const whole = new Set([...code.matchAll(/['"`]([\w.]+)['"`]/g)].map(([, key]) => key));
  const parts = [...code.matchAll(/`([\w.]*\$\{[^`]*)`/g)].map(([, text]) => text!.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/));
  const made = parts.filter((all) => all.some((part) => /[a-z]/.test(part)) && all.every((part) => /^[\w.]*$/.test(part))).map((all) => new RegExp(`^${all.map((part) => part.replaceAll('.', '\\.')).join('[\\w.]+')}$`));
  return (key) => whole.has(key) || made.some((one) => one.test(key));
}

it.each(folders.filter((one) => one.endsWith('/texts/')))('Every word of %s is said by somebody.', (folder) => {
  const page = pageOf(folder);
  const code = Object.entries(sources).filter(([path]) => SHARED_BY_PAGES.includes(page) || path.startsWith(`../src/${page}/`)).map(([, text]) => text).join('\n');
  const isSaid = written(code);
  const taken = Object.keys(files['../src/keeping/texts/et.json']!);
  const silent = Object.keys(files[`${folder}et.json`]!).filter((key) => !key.startsWith('error.') && !isSaid(key) && (page === 'keeping' || !taken.includes(key)));
  expect(silent).toEqual([]);
});
