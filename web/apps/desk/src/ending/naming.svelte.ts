/** What the site calls its reasons, and beneath which it puts them: fetched aside, and known to every part of the page. */
import type { Rest } from '@hoolin/client';
import type { Words } from '../state/words.svelte.ts';
import type { Names } from './contract.ts';

const FRESH_MS = 60_000;

class Naming {
  #reasons = $state.raw<Names['reasons']>([]);
  #fetchedAt = -Infinity;

  /** Fetches them, unless that was a moment ago (anew: even then); what is shown meanwhile stays. A site that has none keeps the words that we know. */
  async fetch(rest: Pick<Rest, 'ask'>, words: Pick<Words, 'named'>, anew = false): Promise<void> {
    if (!anew && Date.now() - this.#fetchedAt < FRESH_MS) return;
    this.#fetchedAt = Date.now();
    try {
      const names = await rest.ask<Names>('GET', '/reasons/names');
      this.#reasons = names.reasons;
      words.named = Object.fromEntries([...names.retired, ...names.reasons].map(({ code, name }) => [code, name]));
    } catch {
      this.#fetchedAt = -Infinity;
    }
  }

  /** The codes above one, from the top; empty at the top. */
  above(code: string): string[] {
    const path: string[] = [];
    const parent = (of: string): string | null => this.#reasons.find((one) => one.code === of)?.parent ?? null;
    for (let at = parent(code); at && !path.includes(at); at = parent(at)) path.unshift(at);
    return path;
  }
}

export const naming = new Naming();
