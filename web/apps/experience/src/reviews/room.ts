/** What every part of this page needs. */
import { duration } from '@hoolin/ui/figures';
import type { About } from '../conversation/told.ts';
import { Draft, type Drafts } from '../keeping/draft.ts';
import { useShared, type Shared } from '../state/shared.svelte.ts';
import { Ask } from './ask.ts';
import { prefix, sift } from './drafts.ts';
import type { Inbox } from './told.ts';
import type { ReviewWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: ReviewWords;
  ask: Ask;
  /** What is written of something and not sent yet. */
  draft: Drafts;
  /** Drafts of what is no longer there to be judged are let go. */
  sift: (inbox: Inbox) => void;
  /** What to do about a refusal, in words. */
  told: (problem: unknown) => string;
}

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as ReviewWords;
  return {
    shared,
    words,
    ask: new Ask(shared.rest),
    draft: (what, sound) => new Draft(localStorage, prefix(shared.me?.account ?? '') + what, sound),
    sift: (inbox) => sift(localStorage, shared.me?.account ?? '', inbox),
    told: (problem) => words.error(shared.failed(problem)),
  };
}

/** `12 min · Bill`: how long it took and what it was about, as far as that is known. */
export const gist = ({ arrived_at, ended_at, reasons }: About, words: ReviewWords): string =>
  [...(ended_at === null ? [] : [duration(ended_at - arrived_at, words.language)]), ...reasons.map((code) => words.named('reason', code))].join(' · ');
