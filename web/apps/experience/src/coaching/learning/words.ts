/** The words of learning, beside those of the row of tabs. */
import type { Texts, Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type LearningWords = Words<keyof typeof et | CoachingKey>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
