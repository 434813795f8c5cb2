/** What is looked at on the board: a period, perhaps narrowed, and what was found there. */
import { PERIODS, type Period, type Place } from '../../figures/look.svelte.ts';
import type { Ask, Query } from '../ask.ts';
import type { BoardTold, SuggestionsTold } from '../told.ts';

export const NARROWINGS = ['channel', 'queue', 'language'] as const;
export type Narrowing = (typeof NARROWINGS)[number];
const MINUTE = 60_000;

export class Look {
  #ask: Ask;
  #failed: (problem: unknown) => string;
  #period = $state<Period>('month');
  #end = $state(now());
  #narrow = $state.raw<Readonly<Partial<Record<Narrowing, string>>>>({});
  #place = $state<Place>('loading');
  #board = $state.raw<BoardTold | null>(null);
  #suggestions = $state.raw<SuggestionsTold | null>(null);
  #parts = $state.raw<Readonly<Record<'channel' | 'queue', readonly string[]>>>({ channel: [], queue: [] });
  #failure = $state('');
  #asked = 0;
  #wanted: 'board' | 'suggestions' = 'board';

  constructor(ask: Ask, failed: (problem: unknown) => string) {
    this.#ask = ask;
    this.#failed = failed;
  }

  get period(): Period {
    return this.#period;
  }
  get place(): Place {
    return this.#place;
  }
  /** The code of what stood in the way. */
  get failure(): string {
    return this.#failure;
  }
  get board(): BoardTold | null {
    return this.#board;
  }
  get suggestions(): SuggestionsTold | null {
    return this.#suggestions;
  }
  get parts(): Readonly<Record<'channel' | 'queue', readonly string[]>> {
    return this.#parts;
  }
  get narrow(): Readonly<Partial<Record<Narrowing, string>>> {
    return this.#narrow;
  }
  get begin(): number {
    return this.#end - PERIODS[this.#period];
  }
  get end(): number {
    return this.#end;
  }
  get query(): Query {
    return { begin: this.begin, end: this.end, ...this.#narrow };
  }

  choose = (period: Period): Promise<void> => {
    this.#period = period;
    this.#end = now();
    return this.#find();
  };

  again = (): Promise<void> => this.choose(this.#period);

  narrowTo(by: Narrowing, to: string): Promise<void> {
    const { [by]: _, ...rest } = this.#narrow;
    this.#narrow = to ? { ...rest, [by]: to } : rest;
    return this.#find();
  }

  /** Have it ready: the board, or how suggestions did. What is on its way or stands there is not asked again. */
  async want(what: 'board' | 'suggestions'): Promise<void> {
    if (this.#asked && this.#wanted === what && this.#place !== 'failed') return;
    this.#wanted = what;
    await this.#find();
  }

  async #find(): Promise<void> {
    const asked = ++this.#asked;
    const period = { begin: this.begin, end: this.end };
    // What stands there is of another question.
    [this.#board, this.#suggestions] = [null, null];
    this.#place = 'loading';
    try {
      if (this.#wanted === 'board') {
        const found = await this.#ask.board(this.query);
        if (asked !== this.#asked) return;
        this.#board = found;
        void this.#around(asked, period);
      } else {
        const found = await this.#ask.suggestions(period);
        if (asked !== this.#asked) return;
        this.#suggestions = found;
      }
      this.#place = 'shown';
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.#failure = this.#failed(problem);
      this.#place = 'failed';
    }
  }

  /** By what one may narrow; where that cannot be told, one may not. */
  async #around(asked: number, period: Query): Promise<void> {
    const [channel, queue] = await Promise.all((['channel', 'queue'] as const).map((by) => this.#ask.parts(by, period).catch(() => [])));
    if (asked === this.#asked) this.#parts = { channel: channel!, queue: queue! };
  }
}

/** To the minute: whoever comes back within it is answered from what was counted already. */
const now = (): number => Math.ceil(Date.now() / MINUTE) * MINUTE;
