/** The words of this page. */
import type { Texts, Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type ReviewKey = keyof typeof et;
export type ReviewWords = Words<ReviewKey>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
