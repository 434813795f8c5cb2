/** One search as somebody types it: asked when they rest, the newest question alone answered, and further back when they want. */
import type { Rest } from '@hoolin/client';
import { problemCode } from '../state/writing.svelte.ts';
import { search, type Answer, type By, type Hit, type Query } from './told.ts';

const RESTED_MS = 250;
const AGAIN_MS = 1_500; // what was said just now is in the index a second later
const AGAIN_MAX = 4;
const DAY_MS = 86_400_000;

export class Find {
  words = $state('');
  by = $state<By | ''>('');
  channel = $state('');
  state = $state<'' | 'open' | 'over'>('');
  days = $state('');
  hits = $state.raw<readonly Hit[]>([]);
  last = $state.raw<Answer | null>(null);
  busy = $state(false);
  problem = $state('');
  #asked = 0;

  constructor(private readonly rest: Rest) {
    $effect(() => {
      const query = this.#query();
      if (!query) return void this.#none();
      this.busy = true;
      const timer = setTimeout(() => void this.#ask(query), RESTED_MS);
      return () => clearTimeout(timer);
    });
  }

  /** What lies further back than the last answer came. */
  further(): void {
    const query = this.#query();
    if (query && this.last) void this.#ask({ ...query, before: this.last.to });
  }

  #none(): void {
    this.#asked++;
    this.hits = [];
    this.last = null;
    this.busy = false;
    this.problem = '';
  }

  #query(): Query | null {
    const words = this.words.trim();
    if (words.length < 2) return null;
    return {
      words,
      ...(this.by && { by: this.by }),
      ...(this.channel && { channel: this.channel }),
      ...(this.state && { open: this.state === 'open' }),
      ...(this.days && { since: Date.now() - Number(this.days) * DAY_MS }),
    };
  }

  async #ask(query: Query, again = 0): Promise<void> {
    const asked = ++this.#asked;
    this.busy = !again;
    try {
      const answer = await search(this.rest, query);
      if (asked !== this.#asked) return;
      this.hits = query.before === undefined ? answer.hits : [...this.hits, ...answer.hits];
      this.last = answer;
      this.problem = '';
      if (answer.indexed < answer.head && query.before === undefined && again < AGAIN_MAX) setTimeout(() => asked === this.#asked && void this.#ask(query, again + 1), AGAIN_MS);
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.problem = problemCode(problem);
    }
    this.busy = false;
  }
}
