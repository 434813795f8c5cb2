/** One sentence at a time to the person at the desk: seen for a while, and read out politely. */
export interface Notice {
  text: string;
  bad: boolean;
  /** What a click leads to. */
  go?: { label: string; run: () => void };
}

const SHOWN_MS = 8_000;
const SHOWN_TO_ACT_MS = 20_000; // what somebody should do something about stands longer

export class Notices {
  #notice = $state.raw<Notice | null>(null);
  #spoken = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  get notice(): Notice | null {
    return this.#notice;
  }

  /** What a screen reader is to say and nobody needs to see. */
  get spoken(): string {
    return this.#spoken;
  }

  say(text: string, bad = false, go?: Notice['go']): void {
    this.#notice = { text, bad, ...(go && { go }) };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), go ? SHOWN_TO_ACT_MS : SHOWN_MS);
  }

  speak(text: string): void {
    this.#spoken = text;
  }

  dismiss(): void {
    this.#notice = null;
  }
}
