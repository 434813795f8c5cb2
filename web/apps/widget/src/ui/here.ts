/** What every part of the panel is handed: where it stands, and what it speaks with. One value, made for each drawing. */

import type { Session } from '../chat/session.ts';
import type { Say } from '../i18n/words.ts';

export interface Here {
  readonly root: ShadowRoot;
  /** Where Hoolin lives, with a slash at the end. */
  readonly base: string;
  readonly session: Session;
  /** The line that a new conversation joins; empty for the default. */
  readonly queue: string;
  readonly say: Say;
  /** Whether the panel is the whole page, as on /chat. */
  readonly page: boolean;
  /** Whether the customer opened it just now; a panel that reopens with its page leaves the focus alone. */
  readonly asked: boolean;
  /** What stands in the composer; kept here so that closing the panel does not lose it. */
  readonly draft: { text: string };
  readonly close: () => void;
  readonly speak: (language: Session['language']) => void;
}

export interface WithHere {
  readonly here: Here;
}

/** The third stage, once it is fetched. */
export type Extras = typeof import('../extras.ts');

/** The choice board, likewise. */
export type Ways = typeof import('../board.tsx');

/** The questions of a survey, likewise. */
export type Survey = typeof import('../survey.tsx');

export const SMALL = '(max-width: 480px)';
