/** What is written and not accepted yet stays on this device: over a closed tab, a lost line and an ended session. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Draft<T> {
  #storage: Storage;
  #key: string;
  #sound: (kept: T) => boolean;

  /** sound: whether what is kept has the shape that this page writes; another version's draft may not. What it stumbles over is not sound. */
  constructor(storage: Storage, key: string, sound: (kept: T) => boolean) {
    this.#storage = storage;
    this.#key = key;
    this.#sound = sound;
  }

  get(): T | null {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#key) ?? 'null') as T | null;
      return kept !== null && this.#sound(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  /** False where the device has no room: then only this page has it. */
  keep(draft: T): boolean {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    try {
      this.#storage.removeItem(this.#key);
    } catch {
      // A device that keeps nothing has nothing to forget.
    }
  }
}

/** Gives the draft of something, of whoever is here. */
export type Drafts = <T>(what: string, sound: (kept: T) => boolean) => Draft<T>;

export const isText = (kept: string): boolean => typeof kept === 'string';
