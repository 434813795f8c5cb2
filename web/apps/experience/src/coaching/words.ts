/** The words of the row of tabs; each tab brings its own beside them. */
import { withKeeping, type KeepingKey } from '../keeping/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type CoachingKey = keyof typeof et | KeepingKey;
export type CoachingWords = Words<CoachingKey>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
