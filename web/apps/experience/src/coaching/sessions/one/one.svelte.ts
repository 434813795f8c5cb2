/** One session as it is now: what the other of the two adds is seen within seconds. */
import { same } from '../../../keeping/merge.ts';
import type { Ask } from '../ask.ts';
import type { Whole } from '../told.ts';

const AGAIN_MS = 4_000;

export class One {
  readonly id: string;
  readonly ask: Ask;
  #told = $state.raw<Whole | null>(null);
  #failure = $state('');
  #failed: (problem: unknown) => string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(id: string, ask: Ask, failed: (problem: unknown) => string) {
    this.id = id;
    this.ask = ask;
    this.#failed = failed;
  }

  /** Only asked for once `ready`. */
  get told(): Whole {
    return this.#told!;
  }
  get ready(): boolean {
    return this.#told !== null;
  }
  get failure(): string {
    return this.#failure;
  }

  async look(): Promise<void> {
    try {
      const found = await this.ask.session(this.id);
      if (!same(found, this.#told)) this.#told = found;
      this.#failure = '';
    } catch (problem) {
      this.#failure = this.#failed(problem);
    }
  }

  /** Gives what ends the looking. */
  follow(): () => void {
    void this.look();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.look(), AGAIN_MS);
    return () => clearInterval(this.#timer);
  }
}
