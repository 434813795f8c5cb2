/** What every part of learning needs. */
import { Problem } from '@hoolin/client';
import { Draft, type Drafts } from '../../keeping/draft.ts';
import { path } from '../../state/place.svelte.ts';
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import type { Pointer } from '../things/told.ts';
import { Ask } from './ask.ts';
import type { LessonTold } from './told.ts';
import type { LearningWords } from './words.ts';

export interface Room {
  shared: Shared;
  words: LearningWords;
  ask: Ask;
  /** Whether whoever is here keeps lessons and goes along with others. */
  keeps: boolean;
  /** What is kept on this device for whoever is here. */
  draft: Drafts;
  /** What to do about a refusal, in words. */
  told: (problem: unknown) => string;
}

export const draftName = (account: string, what: string): string => `hoolin.learning.${account}.${what}`;

/** The address of something within learning. */
export const at = (...steps: string[]): string => path('coaching', 'learning', ...steps);

/** Where its writer said that one goes on from a lesson. */
export const pointersOf = ({ drill, exemplar }: LessonTold): Pointer[] => [...(drill ? [{ kind: 'drill', id: drill } as const] : []), ...(exemplar ? [{ kind: 'exemplar', id: exemplar } as const] : [])];

export function useRoom(): Room {
  const shared = useShared();
  const words = shared.words as LearningWords;
  return {
    shared,
    words,
    ask: new Ask(shared.rest),
    keeps: shared.may('coaching.keep'),
    draft: (what, sound) => new Draft(localStorage, draftName(shared.me?.account ?? '', what), sound),
    told(problem) {
      const code = shared.failed(problem);
      if (code === 'learning_form' && problem instanceof Problem) return words.t('error.learning_form', { said: String(problem.body['said'] ?? '') });
      return words.error(code);
    },
  };
}
