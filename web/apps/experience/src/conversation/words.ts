/** The words of a conversation, which pages take together with their own. */
import type { Texts, Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type ConversationKey = keyof typeof et;
export type ConversationWords = Words<ConversationKey>;

export const texts: Texts = {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
};
