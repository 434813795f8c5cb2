/** What the customer does to the outbox, and what may go out next. Pure, like the conversation it belongs to. */

import type { Conversation, Message, Outgoing } from './conversation.ts';
import type { Attachment } from './frames.ts';

export type Delivery = 'sending' | 'on_its_way' | 'delivered' | 'read' | 'kept' | 'refused';

/** A message typed: it is last in line until the server has it. */
export function say(
  was: Conversation,
  key: string,
  text: string,
  attachments: readonly Attachment[],
  at: number,
): Conversation {
  return { ...was, outbox: [...was.outbox, { key, text, attachments, at, flying: false, code: null }] };
}

/** The oldest message that may go out, or null: one is in the air, or nothing waits. A refused one holds up nobody. */
export function next(was: Conversation): Outgoing | null {
  const open = was.outbox.filter((one) => one.code === null);
  return open.some((one) => one.flying) ? null : (open[0] ?? null);
}

/** The message has been handed to the socket. */
export function sent(was: Conversation, key: string): Conversation {
  return { ...was, outbox: was.outbox.map((one) => (one.key === key ? { ...one, flying: true } : one)) };
}

/** The connection is gone: what was in the air may not have landed and is sent again under its key. */
export function cut(was: Conversation): Conversation {
  return { ...was, typing: null, outbox: was.outbox.map((one) => (one.flying ? { ...one, flying: false } : one)) };
}

/** The customer gives up a refused message. */
export function drop(was: Conversation, key: string): Conversation {
  return { ...was, outbox: was.outbox.filter((one) => one.key !== key) };
}

/** A refused message said again. It needs a new key, since the old one is answered by the old refusal. */
export function retry(was: Conversation, key: string, renewed: string): Conversation {
  const again = was.outbox.find((one) => one.key === key);
  if (!again) return was;
  const rest = drop(was, key);
  return { ...rest, outbox: [...rest.outbox, { ...again, key: renewed, flying: false, code: null }] };
}

/** Messages that another page of the same browser could not send, or this one before it was reloaded. */
export function adopt(was: Conversation, kept: readonly Outgoing[]): Conversation {
  const known = new Set(was.outbox.map((one) => one.key));
  for (const entry of was.entries) if (entry.kind === 'message' && entry.key !== null) known.add(entry.key);
  const fresh = kept.filter((one) => !known.has(one.key));
  if (!fresh.length) return was;
  return { ...was, outbox: [...was.outbox, ...fresh].sort((one, other) => one.at - other.at) };
}

/** How far a message of the customer has come. */
export function delivery(was: Conversation, message: Message | Outgoing, online: boolean): Delivery {
  if ('ordinal' in message) return message.n <= was.read.agent ? 'read' : 'delivered';
  if (message.code !== null) return 'refused';
  if (message.flying) return 'on_its_way';
  return online ? 'sending' : 'kept';
}

/** Messages from the other side that the customer has not seen. */
export function unread(was: Conversation): number {
  return was.entries.filter(
    (entry) => entry.kind === 'message' && entry.from === 'agent' && entry.n > was.read.customer,
  ).length;
}

/** The newest message shown, of all or of one side. */
export function newest(was: Conversation, from?: Message['from']): Message | undefined {
  return was.entries.findLast((entry) => entry.kind === 'message' && (!from || entry.from === from)) as
    Message | undefined;
}
