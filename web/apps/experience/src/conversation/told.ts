/** What the server tells of a conversation to whoever judges it. Instants are milliseconds. */
import type { Life, Message, Rest } from '@hoolin/client';

/** Of a conversation: on which channel, when, about what. */
export interface About {
  interaction: string;
  channel: string;
  queue: string;
  language: string;
  arrived_at: number;
  ended_at: number | null;
  reasons: string[];
  outcome: string | null;
  last_ordinal: number;
}
/** agent: who served it last. */
export interface Played {
  about: About;
  agent: string | null;
  offered: { at: number; agent: string } | null;
  names: Record<string, string>;
  messages: Message[];
  life: Life[];
}

/** So many pages of a conversation are fetched at most, 200 messages each. */
const PAGES_MAX = 25;

/** All of a conversation, however long. path: of the route that tells it. */
export async function whole(rest: Rest, path: string): Promise<Played> {
  const page = (before = ''): Promise<Played> => rest.ask('GET', path + before);
  const last = await page();
  let { messages } = last;
  for (let n = 1; n < PAGES_MAX && (messages[0]?.ordinal ?? 1) > 1; n++) {
    messages = [...(await page(`?before=${messages[0]!.ordinal}`)).messages, ...messages];
  }
  return { ...last, messages };
}

/** Where a conversation of one's own, or one that one oversees, is told. */
export const playedAt = (interaction: string): string => `/conversations/${encodeURIComponent(interaction)}/played`;
