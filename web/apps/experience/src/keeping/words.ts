/** The words of what is written and saved, beside a page's own. */
import { LANGUAGES, type Language } from '@hoolin/ui/i18n';
import type { Texts } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type KeepingKey = keyof typeof et;

const KEEPING: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};

export function withKeeping(page: Texts): Texts {
  const both = (language: Language) => async (): Promise<{ default: unknown }> => {
    const files = await Promise.all([KEEPING[language](), page[language]()]);
    return { default: Object.assign({}, ...files.map((file) => file.default)) as unknown };
  };
  return Object.fromEntries(LANGUAGES.map((one) => [one, both(one)])) as unknown as Texts;
}
