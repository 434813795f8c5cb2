/** The words of sessions, with those of a conversation that is listened to together. */
import { texts as conversation, type ConversationKey } from '../../conversation/words.ts';
import { together, type Words } from '../../state/words.svelte.ts';
import type { CoachingKey } from '../words.ts';
import type et from './texts/et.json';

export type SessionKey = keyof typeof et | ConversationKey | CoachingKey;
export type SessionWords = Words<SessionKey>;

export const texts = together(conversation, {
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});
