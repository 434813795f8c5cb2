/** What is written and not sent yet stays on this device, for each account: over a closed tab, a lost line and an ended session. */
import type { Inbox } from './told.ts';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const prefix = (account: string): string => `hoolin.review.${account}.`;

export const decisionOf = (review: string): string => `${review}.decide`;
export const verdictOf = (review: string): string => `${review}.verdict`;
/** What belongs to no review: it is kept until it is sent. */
export const OWN = { visit: 'visit', visitHead: 'visit.head', rules: 'rules' } as const;

/** Lets go of what was written about reviews that one no longer judges. */
export function sift(storage: Pick<globalThis.Storage, 'key' | 'length' | 'removeItem'>, account: string, { begun, appeals }: Inbox): void {
  const judging = begun.map(({ review }) => review);
  const deciding = appeals.flatMap(({ review }) => [decisionOf(review), verdictOf(review)]);
  const stays = new Set([...Object.values(OWN), ...judging, ...deciding].map((what) => prefix(account) + what));
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  for (const key of keys) if (key.startsWith(prefix(account)) && !stays.has(key)) storage.removeItem(key);
}

export class Draft<T extends object> {
  #storage: Storage;
  #key: string;

  constructor(storage: Storage, account: string, what: string) {
    this.#storage = storage;
    this.#key = prefix(account) + what;
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
