/** One improvement as it stands, and what came of it once it shipped. */
import { Problem } from '@hoolin/client';
import { same } from '../../keeping/merge.ts';
import { Missed } from '../../state/missed.svelte.ts';
import type { Ask } from '../ask.ts';
import type { Effect, OneImprovement } from '../told.ts';

/** Nobody can say yet; days: how many more it takes, where that is known. */
export interface TooEarly {
  days: number | null;
}

export class Stand {
  readonly id: string;
  #ask: Ask;
  #missed: Missed;
  #told = $state.raw<OneImprovement | null>(null);
  #effect = $state.raw<Effect | null>(null);
  #early = $state.raw<TooEarly | null>(null);

  constructor(ask: Ask, failed: (problem: unknown) => string, id: string) {
    this.#ask = ask;
    this.id = id;
    this.#missed = new Missed(failed);
  }

  get told(): OneImprovement | null {
    return this.#told;
  }
  get effect(): Effect | null {
    return this.#effect;
  }
  get early(): TooEarly | null {
    return this.#early;
  }
  get failure(): string {
    return this.#missed.code;
  }

  look = (): Promise<void> =>
    this.#missed.try('told', async () => {
      const found = await this.#ask.one(this.id);
      if (!same(found, this.#told)) this.#told = found;
      if (found.day !== null) await this.#missed.try('effect', () => this.#judge());
    });

  async #judge(): Promise<void> {
    try {
      this.#effect = await this.#ask.effect(this.id);
      this.#early = null;
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'too_early') throw problem;
      const days = problem.body['days_needed'];
      this.#early = { days: typeof days === 'number' ? days : null };
    }
  }
}
