/** A session before it is called: which conversation, by which scorecard, by whom. What is chosen stays on this device. */
import type { Played } from '../conversation/told.ts';
import type { Draft } from '../keeping/draft.ts';
import type { Called } from './sessions.svelte.ts';
import type { Reviewer } from './told.ts';

export const REVIEWERS_MIN = 2;
export const REVIEWERS_MAX = 20;

export type Lack = 'conversation' | 'scorecard' | 'reviewers' | 'too_many';

/** By what and by whom may be judged, as far as it is known now. */
export interface May {
  readonly cards: readonly { code: string }[];
  readonly reviewers: readonly Reviewer[];
}
/** Whether something is a session to be called. */
export const isCalled = ({ interaction, scorecard, reviewers }: Called): boolean => typeof interaction === 'string' && typeof scorecard === 'string' && Array.isArray(reviewers);

export class Opening {
  #draft: Draft<Called>;
  #chosen = $state.raw<Called>({ interaction: '', scorecard: '', reviewers: [] });
  /** Whose conversation it is: they cannot judge it. */
  #agent = $state<string | null>(null);
  #read = $state('');
  #may: May;

  constructor(draft: Draft<Called>, me: string, may: May) {
    this.#draft = draft;
    this.#may = may;
    this.#chosen = draft.get() ?? { interaction: '', scorecard: '', reviewers: [me] };
  }

  get interaction(): string {
    return this.#chosen.interaction;
  }
  /** The one that was chosen, if it is still there; else the first. */
  get scorecard(): string {
    const { cards } = this.#may;
    return (cards.find(({ code }) => code === this.#chosen.scorecard) ?? cards[0])?.code ?? '';
  }
  /** Of those that were chosen, who may judge it. */
  get reviewers(): readonly string[] {
    return this.#chosen.reviewers.filter((one) => one !== this.#agent && this.#may.reviewers.some(({ id }) => id === one));
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
    const others = this.#chosen.reviewers.filter((one) => one !== reviewer);
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
    this.#draft.forget();
  }

  #set(change: Partial<Called>): void {
    this.#chosen = { ...this.#chosen, ...change };
    this.#draft.keep(this.#chosen);
  }
}
