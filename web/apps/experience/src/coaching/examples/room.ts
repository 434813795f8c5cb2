/** What every part of this tab needs. */
import { path } from '../../state/place.svelte.ts';
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import { Ask, type Names, type Said } from './told.ts';
import type { ExampleWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: ExampleWords;
  ask: Ask;
  /** Whether whoever is here keeps the library. */
  keeps: boolean;
  told: (problem: unknown) => string;
  /** What a reason or an item is called. */
  named: (names: Names, kind: keyof Names, code: string) => string;
}

export const at = (...steps: string[]): string => path('coaching', 'examples', ...steps);

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as ExampleWords;
  const said = (one: Said | undefined): string | undefined => one?.[words.language];
  return {
    shared,
    words,
    ask: new Ask(shared.rest),
    keeps: shared.may('coaching.keep'),
    told: (problem) => words.error(shared.failed(problem)),
    named: (names, kind, code) => said(names[kind][code]) || code,
  };
}
