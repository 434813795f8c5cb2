/** What is not saved yet stays on this device, for each account: over a closed tab, a lost line and an ended session. */
export interface Draft<T> {
  value: T;
  /** What it was made from, and which version that was. */
  base: T;
  version: number;
}
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Drafts<T> {
  #storage: Storage;
  #key: string;
  #sound: (value: T) => boolean;

  /** sound: whether something has the shape that this page writes; another version's drafts may not. */
  constructor(storage: Storage, account: string, what: string, sound: (value: T) => boolean) {
    this.#storage = storage;
    this.#key = `hoolin.${what}.${account}`;
    this.#sound = sound;
  }

  get(): Draft<T> | null {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#key) ?? 'null') as Draft<T> | null;
      return kept && this.#sound(kept.value) && this.#sound(kept.base) ? kept : null;
    } catch {
      return null;
    }
  }

  /** False where the device has no room: then only this page has it. */
  keep(draft: Draft<T>): boolean {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    this.#storage.removeItem(this.#key);
  }
}
