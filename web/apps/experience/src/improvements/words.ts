/** The words of this page. */
import { withKeeping, type KeepingKey } from '../keeping/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type ImprovementKey = keyof typeof et | KeepingKey;
export type ImprovementWords = Words<ImprovementKey>;
/** As a sentence is made of them. */
export type Says = Pick<ImprovementWords, 't' | 'language'>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
