/** The words of what is written and saved, beside a page's own. */
import { together, type Texts } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type KeepingKey = keyof typeof et;

const KEEPING: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};

export const withKeeping = (page: Texts): Texts => together(KEEPING, page);
