/** What every part of this tab needs. */
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import { path } from '../../state/place.svelte.ts';
import { Ask } from './ask.ts';
import type { DrillKey, DrillWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: DrillWords;
  ask: Ask;
  /** What to do about a refusal, in words. */
  told: (problem: unknown) => string;
}

/** An address within this tab. */
export const within = (...steps: string[]): string => path('coaching', 'drills', ...steps);

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as DrillWords;
  return { shared, words, ask: new Ask(shared.rest), told: (problem) => words.error(shared.failed(problem)) };
}

/** What the player may say that they meant, in the order in which it is offered. */
export const MEANT = [
  'name_back', 'care', 'ask', 'explain', 'terms', 'solve', 'next', 'patience', 'more', 'agree', 'check', 'switch', 'handoff_note', 'greet', 'thanks', 'close', 'promise', 'sorry', 'ask_again', 'wrong',
] as const;

/** A word whose key is put together of a code. */
export const wordOf = (words: DrillWords, key: string, values: Record<string, string> = {}): string => words.t(key as DrillKey, values);
