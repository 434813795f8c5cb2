/** The words of this page, with those of scorecards. */
import { withCards, type CardKey } from '../scorecard/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type CalibrationWords = Words<keyof typeof et | CardKey>;

export const texts = withCards({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
