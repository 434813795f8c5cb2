/** What is looked at: a period and perhaps one channel, and what was found there. */
import type { Answers, Comparison, Curves, Part, Trend, Whole } from './told.ts';
import type { Ask } from './ask.ts';
import type { FigureWords } from './words.ts';

const DAY = 86_400_000;
export const PERIODS = { week: 7 * DAY, month: 28 * DAY, quarter: 84 * DAY } as const;
export type Period = keyof typeof PERIODS;
export type Place = 'loading' | 'shown' | 'failed';

/** How many steps before the period the trend begins. */
const TREND_STEPS = 12;

export class Look {
  #period = $state<Period>('month');
  #place = $state<Place>('loading');
  #whole = $state.raw<Whole | null>(null);
  #before = $state.raw<Whole | null>(null);
  #parts = $state.raw<readonly Part[]>([]);
  #answers = $state.raw<Answers | null>(null);
  #trend = $state.raw<Trend | null>(null);
  #curves = $state.raw<Curves | null>(null);
  #comparison = $state.raw<Comparison | null>(null);
  #asked = 0;
  #ask: Ask;
  #words: FigureWords;
  #failed: (problem: unknown) => string;

  constructor(ask: Ask, words: FigureWords, failed: (problem: unknown) => string) {
    this.#ask = ask;
    this.#words = words;
    this.#failed = failed;
  }

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
  get answers(): Answers | null {
    return this.#answers;
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

  async start(): Promise<void> {
    try {
      this.#words.define((await this.#ask.definitions()).definitions);
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
      const found = await this.#ask.whole(now);
      if (asked !== this.#asked) return;
      this.#whole = found;
      this.#place = 'shown';
      const step = period === 'quarter' ? 'month' : period === 'week' ? 'day' : 'week';
      const width = { day: DAY, week: 7 * DAY, month: 28 * DAY }[step];
      // Each is shown when it comes: none waits for the slowest.
      await Promise.all([
        this.#put(asked, this.#ask.byChannel(now), ({ parts, answers }) => ((this.#parts = parts), (this.#answers = answers))),
        this.#put(asked, this.#ask.whole({ begin: Math.max(0, now.begin - length), end: now.begin }), (before) => (this.#before = before)),
        this.#put(asked, this.#ask.curves(now), (found) => (this.#curves = found)),
        this.#put(asked, this.#ask.compare({ ...now, by: 'agent', code: 'resolution.fcr_7d' }), (found) => (this.#comparison = found)),
        this.#put(asked, this.#ask.trend({ begin: Math.max(0, now.end - TREND_STEPS * width), end: now.end, step, code: 'index' }), (found) => (this.#trend = found)),
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
    this.#failed(problem);
    this.#place = 'failed';
  }
}
