/** The words of this tab. */
import { withKeeping } from '../../keeping/words.ts';
import { together, type Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type GrowthWords = Words<keyof typeof et | CoachingKey>;

export const texts = together(
  withKeeping({
    et: () => import('./texts/et.json'),
    ru: () => import('./texts/ru.json'),
    en: () => import('./texts/en.json'),
  }),
);
