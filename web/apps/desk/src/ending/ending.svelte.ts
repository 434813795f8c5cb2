/**
 * What a conversation was about, while it is being closed: what is suggested, what was chosen, and which key means what.
 *
 * A key never changes its meaning while somebody looks at it. Where reasons are suggested, 1 to 3 are theirs and the list begins at 4; whether they are is
 * remembered from the last time. The first time of all a number that is pressed too early waits until that is known.
 */
import type { Rest } from '@hoolin/client';
import type { Suggestions } from './contract.ts';

export const REASONS_MAX = 5; // as in core/limits.py
export const PLACES = 3;
export const WAIT_MS = 1_500; // the server gives up after a second
const LIKELY_MIN = 0.5;
const EMPTY_MAX = 10; // so many in a row, and the site suggests nothing any more
const REMEMBERED = 'hoolin.suggests'; // how many had nothing since the last suggestion; `no`: there are none

const NOTHING: Suggestions = { suggested: [], new: false, learning: false, causes: [], noted: [] };

export class Ending {
  #chosen = $state.raw<string[]>([]);
  #told = $state.raw<Suggestions>(NOTHING);
  #late = false;
  #settled = $state(false);
  /** Whether 1 to 3 are suggestions; null until that is known. */
  #keyed = $state<boolean | null>(null);
  #early: number | null = null;
  #list: () => readonly string[];
  #memory: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(list: () => readonly string[], memory: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
    this.#list = list;
    this.#memory = memory;
    const before = memory.getItem(REMEMBERED);
    this.#keyed = before === null ? null : before !== 'no';
  }

  get chosen(): readonly string[] {
    return this.#chosen;
  }
  /** Whether what is suggested is on the screen, or will not be. */
  get settled(): boolean {
    return this.#settled;
  }
  get suggested(): Suggestions['suggested'] {
    return this.#told.suggested;
  }
  get new(): boolean {
    return this.#told.new;
  }
  get learning(): boolean {
    return this.#told.learning;
  }
  get causes(): Suggestions['causes'] {
    return this.#told.causes;
  }
  get noted(): string[] {
    return this.#told.noted;
  }

  /** Asks once. What comes too late is not shown any more; the causes are. */
  async ask(rest: Pick<Rest, 'ask'>, interaction: string): Promise<void> {
    const timer = setTimeout(() => ((this.#late = true), this.#settle(NOTHING)), WAIT_MS);
    const told = await rest.ask<Suggestions>('GET', `/conversations/${encodeURIComponent(interaction)}/reasons`).catch(() => NOTHING);
    clearTimeout(timer);
    this.#settle(this.#late ? { ...told, suggested: [], new: false } : told);
  }

  /** "likely" or "perhaps": nobody weighs percents in half a minute. */
  likely = (at: number): boolean => !this.new && (this.suggested[at]?.likely ?? 0) >= LIKELY_MIN;

  /** The number that chooses a place among what is suggested, or a line of the list; null: none. */
  numberOf(place: { suggested: number } | { listed: number }): number | null {
    if (this.#keyed === null) return null;
    if ('suggested' in place) return this.#keyed ? place.suggested + 1 : null;
    const number = place.listed + 1 + (this.#keyed ? PLACES : 0);
    return number <= 9 ? number : null;
  }

  /** A number was pressed. Whether it meant, or will mean, anything here. */
  press(number: number): boolean {
    const early = this.#keyed === null || (this.#keyed && number <= PLACES && !this.#settled);
    if (early) this.#early = number;
    else {
      const code = this.#keyed && number <= PLACES ? this.suggested[number - 1]?.code : this.#list()[number - 1 - (this.#keyed ? PLACES : 0)];
      if (code) this.toggle(code);
    }
    return true;
  }

  toggle(code: string): void {
    if (this.#chosen.includes(code)) this.#chosen = this.#chosen.filter((other) => other !== code);
    else if (this.#chosen.length < REASONS_MAX) this.#chosen = [...this.#chosen, code];
  }

  /** A cause was noted, or taken back. */
  notes(noted: string[]): void {
    this.#told = { ...this.#told, noted };
  }

  knows(cause: Suggestions['causes'][number]): void {
    if (!this.causes.some((one) => one.cause === cause.cause)) this.#told = { ...this.#told, causes: [...this.causes, cause] };
  }

  #settle(told: Suggestions): void {
    this.#told = told;
    if (this.#settled) return;
    this.#settled = true;
    const suggests = told.suggested.length > 0;
    // Of one contact in twenty nothing is shown, and a call has no words: the places stay those of suggestions for a while.
    const empty = this.#keyed && !suggests ? Number(this.#memory.getItem(REMEMBERED)) + 1 : 0;
    const keyed = suggests || (!!this.#keyed && !told.learning && empty < EMPTY_MAX);
    this.#memory.setItem(REMEMBERED, keyed ? String(empty) : 'no');
    this.#keyed ??= suggests;
    const early = this.#early;
    this.#early = null;
    if (early !== null) this.press(early);
  }
}
