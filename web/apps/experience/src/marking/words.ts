/** The words of marking, which pages take together with their own. */
import type { Texts, Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type MarkingKey = keyof typeof et;
export type MarkingWords = Words<MarkingKey>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
