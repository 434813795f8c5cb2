/** All sessions of whoever is here, the people they may meet, and what sessions may be about. */
import type { Ask } from './ask.ts';
import type { Elsewhere } from './elsewhere.svelte.ts';
import type { Item, Listed, People, Short } from './told.ts';

export class Desk {
  /** What else there is to point to. */
  readonly elsewhere: Elsewhere;
  #ask: Ask;
  #failed: (problem: unknown) => string;
  #listed = $state.raw<Listed | null>(null);
  #people = $state.raw<People | null>(null);
  #failure = $state('');

  constructor(ask: Ask, failed: (problem: unknown) => string, elsewhere: Elsewhere) {
    this.elsewhere = elsewhere;
    this.#ask = ask;
    this.#failed = failed;
  }

  get ready(): boolean {
    return this.#listed !== null && this.#people !== null;
  }
  /** What could not be fetched, in words. */
  get failure(): string {
    return this.#failure;
  }
  get sessions(): readonly Short[] {
    return this.#listed?.sessions ?? [];
  }
  get today(): string {
    return this.#listed?.today ?? '';
  }
  get people(): People {
    return this.#people ?? { agents: [], coaches: [], items: [], queues: [] };
  }
  item = (code: string): Item | undefined => this.people.items.find((one) => one.code === code);

  async look(): Promise<void> {
    try {
      const [listed, people] = await Promise.all([this.#ask.sessions(), this.#people ?? this.#ask.people()]);
      this.#listed = listed;
      this.#people = people;
      this.#failure = '';
    } catch (problem) {
      this.#failure = this.#failed(problem);
    }
  }
}
