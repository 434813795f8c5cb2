/** Under which names drafts of reviews are kept, and which of them are let go. */
import type { Inbox } from './told.ts';

export const prefix = (account: string): string => `hoolin.review.${account}.`;

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
