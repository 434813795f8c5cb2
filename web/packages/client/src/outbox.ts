/** What a person asked for and the server has not yet answered: in order, on this device, until it is answered.

A command keeps its key for ever, so sending it twice does it once. What carries somebody's words (a message, a note)
survives a closed tab; the rest is dropped with the page, because by then the world has moved on. */
import type { Command } from './contract.ts';

export interface Waiting {
  key: string;
  command: Command;
  at: number;
}

export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const WORDS: readonly string[] = ['send_message', 'add_note'];

export class Outbox {
  #waiting: Waiting[] = [];
  #keep: Keep;
  #name: string;

  constructor(keep: Keep, account: string) {
    this.#keep = keep;
    this.#name = `hoolin.outbox.${account}`;
    this.#waiting = restored(keep, this.#name);
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  add(waiting: Waiting): void {
    this.#waiting = [...this.#waiting, waiting];
    this.#save();
  }

  /** Answered, one way or the other. */
  remove(key: string): Waiting | undefined {
    const found = this.#waiting.find((waiting) => waiting.key === key);
    if (found) {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
      this.#save();
    }
    return found;
  }

  #save(): void {
    const words = this.#waiting.filter(({ command }) => WORDS.includes(command.command));
    try {
      if (words.length) this.#keep.setItem(this.#name, JSON.stringify(words));
      else this.#keep.removeItem(this.#name);
    } catch {
      // A full or forbidden storage costs only the safety net; the queue itself goes on.
    }
  }
}

function restored(keep: Keep, name: string): Waiting[] {
  try {
    const value: unknown = JSON.parse(keep.getItem(name) ?? '[]');
    return Array.isArray(value) ? (value as Waiting[]) : [];
  } catch {
    return [];
  }
}
