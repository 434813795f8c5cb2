/** What is owed, as a desk needs it: of everybody's the soonest, and of one's own all of it, however much others owe before. */
import type { Promised, PromisePage } from '@hoolin/client';

export const PAGE = 200; // as many as the server gives at once

type Ask = (asked: Record<string, string>) => Promise<PromisePage>;

/** me: whose own are not to be missed. total: how many there are in all. */
export async function owedTo(ask: Ask, me: string | null): Promise<{ list: Promised[]; total: number }> {
  const page = (asked: Record<string, string>): Promise<PromisePage> => ask({ state: 'owed', limit: String(PAGE), ...asked });
  const { promises, total } = await page({});
  const found = new Map(promises.map((one) => [one.promise, one]));
  for (let offset = 0, own = me && total > promises.length ? Infinity : 0; offset < own; offset += PAGE) {
    const more = await page({ owner: 'me', offset: String(offset) });
    for (const one of more.promises) found.set(one.promise, one);
    own = more.total;
  }
  return { list: [...found.values()].sort((one, other) => one.due_at - other.due_at), total };
}
