/** What is not saved yet stays on this device, for each account and flow: over a closed tab, a lost line and an ended session. */
import type { Flow } from './model.ts';

export interface Draft {
  flow: Flow;
  /** What it was made from, and which version that was (0: there was none). */
  base: Flow | null;
  revision: number;
  at: number;
}
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export class Drafts {
  #storage: Storage;
  #prefix: string;

  constructor(storage: Storage, account: string) {
    this.#storage = storage;
    this.#prefix = `hoolin.flow.${account}.`;
  }

  get(name: string): Draft | null {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#prefix + name) ?? 'null') as Draft | null;
      return kept && typeof kept.flow?.nodes === 'object' ? kept : null;
    } catch {
      return null;
    }
  }

  /** False where the device has no room: then only this page has it. */
  keep(name: string, draft: Draft): boolean {
    try {
      this.#storage.setItem(this.#prefix + name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  forget(name: string): void {
    this.#storage.removeItem(this.#prefix + name);
  }

  names(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at) ?? '');
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length)).sort();
  }
}
