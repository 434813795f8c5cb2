/** What every part of this page needs. */
import { WRITTEN } from '@hoolin/ui/i18n';
import { Draft, type Drafts } from '../../keeping/draft.ts';
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import { path } from '../../state/place.svelte.ts';
import { Ask } from './ask.ts';
import type { SessionWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: SessionWords;
  ask: Ask;
  /** Whether whoever is here coaches. */
  coaches: boolean;
  /** Under which id whoever is here coaches, learns, thanks. */
  me: string;
  /** What is written of something and not sent yet. */
  draft: Drafts;
  /** What to do about a refusal, in words. */
  told: (problem: unknown) => string;
  /** A day of the site, `2026-11-30`, with its weekday. */
  day: (day: string) => string;
}

export const within = (...steps: string[]): string => path('coaching', 'sessions', ...steps);

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as SessionWords;
  return {
    shared,
    words,
    ask: new Ask(shared.rest),
    coaches: shared.may('coaching.keep'),
    me: shared.reviewer,
    draft: (what, sound) => new Draft(localStorage, `hoolin.coaching.${shared.me?.account ?? ''}.${what}`, sound),
    told: (problem) => words.error(shared.failed(problem)),
    day: (day) => new Intl.DateTimeFormat(WRITTEN[words.language], { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(day)),
  };
}
