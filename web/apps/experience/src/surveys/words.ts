/** The words of this page. */
import { withKeeping, type KeepingKey } from '../keeping/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type SurveyWords = Words<keyof typeof et | KeepingKey>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
