/** The words of this tab, beside those of the page. */
import type { Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type ExampleWords = Words<keyof typeof et | CoachingKey>;

export const texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
