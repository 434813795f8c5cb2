/** What every part of this page needs. */
import { Draft, type Drafts } from '../keeping/draft.ts';
import { useShared, type Shared } from '../state/shared.svelte.ts';
import { Ask } from './ask.ts';
import type { ImprovementWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: ImprovementWords;
  ask: Ask;
  /** Whether whoever is here may name causes and propose improvements. */
  may: boolean;
  /** What is written of something and not sent yet. */
  draft: Drafts;
  /** What to do about a refusal, in words. */
  told: (problem: unknown) => string;
}

export const PAGE = 'improvements';
/** Under which name something that is not saved yet is kept. */
export const draftName = (account: string, what: string): string => `hoolin.${PAGE}.${account}.${what}`;

/** Of which reason the address speaks: `?reason=bill`; '' of none. */
export const askedReason = (): string => new URLSearchParams(location.search).get('reason') ?? '';

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as ImprovementWords;
  return {
    shared,
    words,
    ask: new Ask(shared.rest),
    may: shared.may('improvements.keep'),
    draft: (what, sound) => new Draft(localStorage, draftName(shared.me?.account ?? '', what), sound),
    told: (problem) => words.error(shared.failed(problem)),
  };
}
