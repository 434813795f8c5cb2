/** The words of scorecards and conversations, which pages take together with their own. */
import type { Texts, Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type CardKey = keyof typeof et;
export type CardWords = Words<CardKey>;

const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};

/** A page's words, and these. */
export const withCards = (own: Texts): Texts => ({ et: both(own, 'et'), ru: both(own, 'ru'), en: both(own, 'en') });

const both = (own: Texts, language: keyof Texts) => async (): Promise<{ default: unknown }> => {
  const files = await Promise.all([texts[language](), own[language]()]);
  return { default: Object.assign({}, ...files.map((file) => file.default)) as unknown };
};
