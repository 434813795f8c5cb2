/** What is marked or written and not yet accepted stays on this device, for each account: over a closed tab and a lost line. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Drafts {
  #storage: Storage;
  #prefix: string;

  constructor(storage: Storage, account: string) {
    this.#storage = storage;
    this.#prefix = `hoolin.judged.${account}.`;
  }

  /** What is kept under a name, if it is of the shape that is wanted. */
  get<T>(name: string, fits: (kept: unknown) => kept is T): T | null {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#prefix + name) ?? 'null');
      return fits(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  /** False where the device has no room: then only this page has it. */
  keep(name: string, draft: unknown): boolean {
    try {
      this.#storage.setItem(this.#prefix + name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  forget(name: string): void {
    try {
      this.#storage.removeItem(this.#prefix + name);
    } catch {
      // A device that keeps nothing has nothing to forget.
    }
  }
}

export const isText = (kept: unknown): kept is string => typeof kept === 'string';
