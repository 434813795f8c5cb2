/** The words of this tab, beside those of the row of tabs. */
import type { Texts, Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type EffectKey = keyof typeof et | CoachingKey;
export type EffectWords = Words<EffectKey>;
/** As a sentence is made of them. */
export type Says = Pick<EffectWords, 't' | 'language' | 'day'>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
