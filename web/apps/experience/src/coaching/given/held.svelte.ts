/** What stands in the way of giving something to somebody: they wait for their turn, or others were given the same lately; and the word with which it is given all the same. */
import { Problem } from '@hoolin/client';

export interface HeldTold {
  readonly code: 'waits_in_rollout' | 'rollout_first';
  readonly what: string;
  readonly id: string;
  /** Of whoever waits: by agent, the day of their turn; null while the order is not drawn. */
  readonly turns: Readonly<Record<string, string | null>>;
  /** Who was given the same. */
  readonly others: readonly string[];
}

export class Held {
  #now = $state.raw<HeldTold | null>(null);
  why = $state('');

  get now(): HeldTold | null {
    return this.#now;
  }

  /** Give it, with the word if there is one. A refusal is kept here and told on. */
  async give<T>(how: (why: string) => Promise<T>): Promise<T> {
    try {
      const done = await how(this.#now ? this.why.trim() : '');
      this.forget();
      return done;
    } catch (problem) {
      this.#now = heldBy(problem);
      throw problem;
    }
  }

  forget(): void {
    this.#now = null;
    this.why = '';
  }
}

/** What a refusal says; null for all others. */
export function heldBy(problem: unknown): HeldTold | null {
  if (!(problem instanceof Problem) || (problem.code !== 'waits_in_rollout' && problem.code !== 'rollout_first')) return null;
  const { what, id, agents, others } = problem.body as { what?: string; id?: string; agents?: unknown; others?: string[] };
  const turns = problem.code === 'waits_in_rollout' ? (agents as HeldTold['turns']) : {};
  return { code: problem.code, what: what ?? '', id: id ?? '', turns, others: others ?? [] };
}
