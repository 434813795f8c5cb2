/** A session before it is called: which conversation, by which scorecard, by whom. What is chosen stays on this device. */
import type { Played } from '../conversation/told.ts';
import type { Drafts } from '../scorecard/drafts.ts';
import type { Called } from './sessions.svelte.ts';
import type { Reviewer } from './told.ts';

export const REVIEWERS_MIN = 2;
export const REVIEWERS_MAX = 20;
const NAME = 'opening';

export type Lack = 'conversation' | 'scorecard' | 'reviewers' | 'too_many';

/** By what and by whom may be judged, as far as it is known now. */
export interface May {
  readonly cards: readonly { code: string }[];
  readonly reviewers: readonly Reviewer[];
}
interface Draft {
  interaction: string;
  scorecard: string;
  reviewers: string[];
}
const isDraft = (kept: unknown): kept is Draft => {
  const one = kept as Draft | null;
  return typeof one?.interaction === 'string' && typeof one.scorecard === 'string' && Array.isArray(one.reviewers);
};

export class Opening {
  #drafts: Drafts;
  #draft = $state.raw<Draft>({ interaction: '', scorecard: '', reviewers: [] });
  /** Whose conversation it is: they cannot judge it. */
  #agent = $state<string | null>(null);
  #read = $state('');

  #may: May;

  constructor(drafts: Drafts, me: string, may: May) {
    this.#drafts = drafts;
    this.#may = may;
    this.#draft = drafts.get(NAME, isDraft) ?? { interaction: '', scorecard: '', reviewers: [me] };
  }

  get interaction(): string {
    return this.#draft.interaction;
  }
  /** The one that was chosen, if it is still there; else the first. */
  get scorecard(): string {
    const { cards } = this.#may;
    return (cards.find(({ code }) => code === this.#draft.scorecard) ?? cards[0])?.code ?? '';
  }
  /** Of those that were chosen, who may judge it. */
  get reviewers(): readonly string[] {
    return this.#draft.reviewers.filter((one) => one !== this.#agent && this.#may.reviewers.some(({ id }) => id === one));
  }
  get agent(): string | null {
    return this.#agent;
  }

  choose(interaction: string): void {
    this.#agent = null;
    this.#read = '';
    this.#set({ interaction: interaction.trim() });
  }
  /** It was found: it may be judged, but not by whom it is of. */
  found = ({ about, agent }: Played): void => {
    this.#read = about.interaction;
    this.#agent = agent;
  };
  by(scorecard: string): void {
    this.#set({ scorecard });
  }
  call(reviewer: string, called: boolean): void {
    const others = this.#draft.reviewers.filter((one) => one !== reviewer);
    this.#set({ reviewers: called ? [...others, reviewer] : others });
  }

  get lacks(): Lack[] {
    const n = this.reviewers.length;
    const found: [Lack, boolean][] = [
      ['conversation', !this.interaction || this.#read !== this.interaction],
      ['scorecard', !this.scorecard],
      ['reviewers', n < REVIEWERS_MIN],
      ['too_many', n > REVIEWERS_MAX],
    ];
    return found.filter(([, lacking]) => lacking).map(([lack]) => lack);
  }

  get called(): Called {
    return { interaction: this.interaction, scorecard: this.scorecard, reviewers: this.reviewers };
  }

  forget(): void {
    this.#drafts.forget(NAME);
  }

  #set(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change };
    this.#drafts.keep(NAME, this.#draft);
  }
}
