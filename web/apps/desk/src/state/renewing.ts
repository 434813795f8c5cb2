/** Fetches something anew when it is said to have changed: many wishes are one call, never put off for ever, one call at a time (so that no older
answer comes after a newer one), and again after one that failed. */

const TOGETHER_MS = 250; // several changes come together
const AGAIN_MS = 5_000;

export class Renewing {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = 0;
  #busy = false;
  #stopped = false;
  #fetch: () => Promise<void>;

  constructor(fetch: () => Promise<void>) {
    this.#fetch = fetch;
  }

  /** within: at some instant of so long, where many are told at once and need not all ask at once. */
  soon(within = 0, after = TOGETHER_MS): void {
    const now = Date.now();
    const at = now + after + Math.random() * within;
    if (this.#stopped || (this.#timer !== undefined && this.#at <= at)) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => void this.#go(), at - now);
  }

  async #go(): Promise<void> {
    this.#timer = undefined;
    if (this.#busy) return this.soon();
    this.#busy = true;
    try {
      await this.#fetch();
    } catch {
      this.soon(AGAIN_MS, AGAIN_MS);
    } finally {
      this.#busy = false;
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
