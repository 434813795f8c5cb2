/** The words of this tab. */
import { withKeeping } from '../../keeping/words.ts';
import type { Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type DrillKey = keyof typeof et | CoachingKey;
export type DrillWords = Words<DrillKey>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
