/** The words of this page, with those of marking and of a conversation. */
import { texts as conversation, type ConversationKey } from '../conversation/words.ts';
import { texts as marking, type MarkingKey } from '../marking/words.ts';
import { together, type Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';

export type CalibrationWords = Words<keyof typeof et | MarkingKey | ConversationKey>;

export const texts = together(conversation, marking, {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
