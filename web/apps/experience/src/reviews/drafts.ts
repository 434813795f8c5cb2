/** What is written and not sent yet stays on this device, for each account: over a closed tab, a lost line and an ended session. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Draft<T extends object> {
  #storage: Storage;
  #key: string;

  constructor(storage: Storage, account: string, what: string) {
    this.#storage = storage;
    this.#key = `hoolin.review.${account}.${what}`;
  }

  get(): T | null {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? 'null');
      return kept && typeof kept === 'object' ? (kept as T) : null;
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
