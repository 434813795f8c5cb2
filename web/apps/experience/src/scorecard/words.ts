/** The words of scorecards, which pages take together with their own. */
import type { Texts, Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type CardKey = keyof typeof et;
export type CardWords = Words<CardKey>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
