/** One conversation as it is shown: its messages by ordinal, what happened in its life, who has read how far.

Everything is merged by number, so a page fetched late, a fact seen twice and a gap after a lost connection all end in the
same thread. `gap` says that messages are missing at the end and must be fetched. */
import type { Conversation, FactFrame, Life, Message, Note } from './contract.ts';
import { deliveryAfter, ordinalOf } from './delivery.ts';

export interface Thread {
  interaction: string;
  messages: Message[];
  life: Life[];
  read: { customer: number; agent: number };
  gap: boolean;
}

/** What the thread tells of a conversation's life; the rest of the journal is for the machines. */
export const TOLD: readonly string[] = [
  'flow_stepped',
  'flow_left',
  'offer_accepted',
  'interaction_taken',
  'interaction_held',
  'interaction_resumed',
  'interaction_parked',
  'interaction_unparked',
  'interaction_requeued',
  'interaction_transferred',
  'interaction_deferred',
  'answer_later_asked',
  'wrap_up_started',
  'callback_tried',
  'promise_made',
  'promise_moved',
  'promise_broken',
  'promise_kept',
  'promise_withdrawn',
  'price_shown',
  'consent_given',
  'interaction_closed',
  'interaction_abandoned',
  'interaction_moved',
];

export const threadOf = (page: Conversation): Thread => ({
  interaction: page.row.interaction,
  messages: page.messages,
  life: page.life.filter((life) => TOLD.includes(life.fact.fact)),
  read: page.read,
  gap: false,
});

/** The later and the earlier part of the same thread, each message and each fact once. */
export function withPage(thread: Thread, messages: Message[], life: Life[] = []): Thread {
  return {
    ...thread,
    messages: merged(thread.messages, messages, (message) => message.ordinal),
    life: merged(thread.life, life.filter(({ fact }) => TOLD.includes(fact.fact)), ({ n }) => n),
    gap: false,
  };
}

/** The thread of a page that took its time: what was told meanwhile is in it as well, once. */
export const withMeanwhile = (page: Conversation, frames: FactFrame[]): Thread =>
  frames.filter(({ n }) => n > page.n).reduce(applyToThread, threadOf(page));

export function applyToThread(thread: Thread, frame: FactFrame): Thread {
  const { fact, message, row } = frame;
  if (fact.interaction !== thread.interaction) return thread;
  let next = thread;
  if (message) next = { ...next, messages: merged(next.messages, [message], ({ ordinal }) => ordinal) };
  const about = ordinalOf(fact);
  if (about !== null)
    next = {
      ...next,
      messages: next.messages.map((one) =>
        one.ordinal === about ? { ...one, delivery: deliveryAfter(one.delivery, fact, frame.at) } : one,
      ),
    };
  if (TOLD.includes(fact.fact)) {
    const { n, at, actor } = frame;
    next = { ...next, life: merged(next.life, [{ n, at, actor, fact }], (life) => life.n) };
  }
  if (fact.fact === 'messages_read') {
    const reader = fact['reader'] === 'customer' ? 'customer' : 'agent';
    next = { ...next, read: { ...next.read, [reader]: Math.max(next.read[reader], Number(fact['ordinal'])) } };
  }
  const last = next.messages.at(-1)?.ordinal ?? 0;
  const holed = message ? hasHole(next.messages) : !!row && row.last_ordinal > last;
  return holed === next.gap ? next : { ...next, gap: next.gap || holed };
}

/** Ordinals have no gaps: if the newest two are not neighbours, something between them was lost on the way. */
const hasHole = (messages: Message[]): boolean =>
  messages.some((message, at) => at > 0 && message.ordinal !== messages[at - 1]!.ordinal + 1);

function merged<T>(held: T[], more: T[], number: (item: T) => number): T[] {
  const known = new Map(held.map((item) => [number(item), item]));
  for (const item of more) known.set(number(item), item);
  return [...known.values()].sort((a, b) => number(a) - number(b));
}

export type Told =
  | { kind: 'day'; at: number; key: string }
  | { kind: 'message'; at: number; key: string; message: Message; joined: boolean }
  | { kind: 'life'; at: number; key: string; life: Life }
  | { kind: 'note'; at: number; key: string; note: Note };

const JOIN_MS = 3 * 60_000;

/** The thread from top to bottom, with a line for each new day. `joined`: goes on from the message just above it. */
export function told(thread: Thread, notes: Note[], dayOf: (at: number) => string): Told[] {
  const firstAt = thread.messages[0]?.at ?? 0;
  const whole = (thread.messages[0]?.ordinal ?? 1) === 1;
  const items: Told[] = [
    ...thread.messages.map((message): Told => {
      return { kind: 'message', at: message.at, key: `m${message.ordinal}`, message, joined: false };
    }),
    ...thread.life.map((life): Told => ({ kind: 'life', at: life.at, key: `l${life.n}`, life })),
    ...notes.map((note): Told => ({ kind: 'note', at: note.at, key: `n${note.note}`, note })),
  ].filter((item) => whole || item.at >= firstAt);
  items.sort((a, b) => a.at - b.at);
  const lines: Told[] = [];
  let day = '';
  for (const item of items) {
    if (dayOf(item.at) !== day) {
      day = dayOf(item.at);
      lines.push({ kind: 'day', at: item.at, key: `d${day}` });
    }
    const above = lines.at(-1);
    if (item.kind === 'message' && above?.kind === 'message') {
      const same = above.message.from === item.message.from && above.message.agent === item.message.agent;
      const letter = item.message.letter ?? above.message.letter; // a letter stands for itself
      lines.push({ ...item, joined: same && !letter && item.at - above.at < JOIN_MS });
    } else lines.push(item);
  }
  return lines;
}
