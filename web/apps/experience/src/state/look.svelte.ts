/** What is looked at: a period and perhaps one channel, and what was found there. */
import { Problem } from '@hoolin/client';
import type { Comparison, Curves, Part, Trend, Whole } from '../figures/told.ts';
import { byChannel, compare, curves, definitions, session, trend, whole } from './ask.ts';
import type { Words } from './words.svelte.ts';

const DAY = 86_400_000;
export const PERIODS = { week: 7 * DAY, month: 28 * DAY, quarter: 84 * DAY } as const;
export type Period = keyof typeof PERIODS;
export type Place = 'loading' | 'shown' | 'forbidden' | 'failed';

/** How many steps before the period the trend begins. */
const TREND_STEPS = 12;

export class Look {
  #period = $state<Period>('month');
  #place = $state<Place>('loading');
  #whole = $state.raw<Whole | null>(null);
  #before = $state.raw<Whole | null>(null);
  #parts = $state.raw<readonly Part[]>([]);
  #trend = $state.raw<Trend | null>(null);
  #curves = $state.raw<Curves | null>(null);
  #comparison = $state.raw<Comparison | null>(null);
  #asked = 0;

  get period(): Period {
    return this.#period;
  }
  get place(): Place {
    return this.#place;
  }
  get whole(): Whole | null {
    return this.#whole;
  }
  /** The same of the period before. */
  get before(): Whole | null {
    return this.#before;
  }
  get parts(): readonly Part[] {
    return this.#parts;
  }
  get trend(): Trend | null {
    return this.#trend;
  }
  get curves(): Curves | null {
    return this.#curves;
  }
  get comparison(): Comparison | null {
    return this.#comparison;
  }
  get begin(): number {
    return this.end - PERIODS[this.#period];
  }
  get end(): number {
    return this.#end;
  }
  #end = $state(Date.now());

  async start(words: Words, speaks: (language: string) => void): Promise<void> {
    try {
      const me = await session();
      speaks(me.language);
      if (!me.permissions.includes('reports.read')) {
        this.#place = 'forbidden';
        return;
      }
      words.define((await definitions()).definitions);
      await this.choose(this.#period);
    } catch (problem) {
      this.#fail(problem);
    }
  }

  /** Look at another period; an answer to an older question is let go. */
  async choose(period: Period): Promise<void> {
    const asked = ++this.#asked;
    this.#period = period;
    this.#end = Date.now();
    const now = { begin: this.begin, end: this.end };
    const length = PERIODS[period];
    try {
      const found = await whole(now);
      if (asked !== this.#asked) return;
      this.#whole = found;
      this.#place = 'shown';
      const step = period === 'quarter' ? 'month' : period === 'week' ? 'day' : 'week';
      const width = { day: DAY, week: 7 * DAY, month: 28 * DAY }[step];
      // Each is shown when it comes: none waits for the slowest.
      await Promise.all([
        this.#put(asked, byChannel(now), ({ parts }) => (this.#parts = parts)),
        this.#put(asked, whole({ begin: Math.max(0, now.begin - length), end: now.begin }), (before) => (this.#before = before)),
        this.#put(asked, curves(now), (found) => (this.#curves = found)),
        this.#put(asked, compare({ ...now, by: 'agent', code: 'resolution.fcr_7d' }), (found) => (this.#comparison = found)),
        this.#put(asked, trend({ begin: Math.max(0, now.end - TREND_STEPS * width), end: now.end, step, code: 'index' }), (found) => (this.#trend = found)),
      ]);
    } catch (problem) {
      if (asked === this.#asked) this.#fail(problem);
    }
  }

  async #put<T>(asked: number, coming: Promise<T>, put: (found: T) => void): Promise<void> {
    const found = await coming;
    if (asked === this.#asked) put(found);
  }

  #fail(problem: unknown): void {
    this.#place = problem instanceof Problem && problem.status === 403 ? 'forbidden' : 'failed';
  }
}
