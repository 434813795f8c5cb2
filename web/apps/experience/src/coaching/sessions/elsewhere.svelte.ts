/** What a step or an entry may belong to beside what is in the library: sessions, advice, improvements, rollouts; fetched when somebody shows or chooses one. */
import type { Rest } from '@hoolin/client';

interface Titled {
  readonly id: string;
  readonly title: string;
}

export class Elsewhere {
  #rest: Rest;
  #may: (permission: string) => boolean;
  #improvements = $state.raw<readonly Titled[] | null>(null);
  #rollouts = $state.raw<readonly Titled[] | null>(null);
  #asked = false;

  constructor(rest: Rest, may: (permission: string) => boolean) {
    this.#rest = rest;
    this.#may = may;
  }

  get improvements(): readonly Titled[] {
    return this.#improvements ?? [];
  }
  get rollouts(): readonly Titled[] {
    return this.#rollouts ?? [];
  }
  title = (kind: 'improvement' | 'rollout', id: string): string => (kind === 'improvement' ? this.improvements : this.rollouts).find((one) => one.id === id)?.title ?? '';

  /** Only what whoever is here may see is asked for. */
  want(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#may('reports.read')) {
      void this.#rest.ask<{ improvements: { improvement: string; title: string }[] }>('GET', '/improvements').then(
        ({ improvements }) => (this.#improvements = improvements.map(({ improvement, title }) => ({ id: improvement, title }))),
        () => undefined,
      );
    }
    if (this.#may('coaching.keep')) {
      void this.#rest.ask<{ rollouts: { rollout: string; title: string }[] }>('GET', '/coaching/rollouts').then(
        ({ rollouts }) => (this.#rollouts = rollouts.map(({ rollout, title }) => ({ id: rollout, title }))),
        () => undefined,
      );
    }
  }
}
