/** What every part of this tab needs. */
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import { Ask } from './ask.ts';
import type { Growth, Team } from './told.ts';
import type { GrowthWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: GrowthWords;
  ask: Ask;
  told: (problem: unknown) => string;
}

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as GrowthWords;
  return { shared, words, ask: new Ask(shared.rest), told: (problem) => words.error(shared.failed(problem)) };
}

/** So many of a hundred: a share of so few conversations has no more digits than that. */
export const hundred = (share: number): number => Math.round(100 * share);
/** What an item is called. */
export const called = ({ items }: Growth | Team, item: string, { language }: GrowthWords): string => items[item]?.[language] || item;
