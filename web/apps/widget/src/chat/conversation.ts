/**
 * The conversation as the customer sees it: plain values and plain functions, no clock, no socket, no storage.
 *
 * Rules: an event is applied once, told by its `n`. A message typed here lives in the outbox until the server has it on
 * disk, and goes out in the order it was typed, one at a time, so that a lost connection can neither lose, double nor
 * reorder it. `accepted` never moves `since`: an event with a smaller `n` may still be on its way. Ordinals begin anew
 * with each interaction of the customer, so whatever is compared is compared by `n`.
 */

import { OVER, type Address, type Attachment, type ChatEvent, type FromServer, type MessageEvent, type PromiseEvent, type Stage, type Standing, type Turn } from './frames.ts';

export type Message = MessageEvent & { readonly n: number; readonly at: number };

export interface Line {
  readonly kind: 'joined' | Turn;
  readonly n: number;
  readonly at: number;
  readonly name: string | null;
}

export type Entry = Message | Line;

/** A card that stays in sight. `at`: of its last change. */
export type Promised = PromiseEvent & { readonly at: number };

/** A message of ours that the server has not confirmed. `code` is set once it was refused: it then waits for the customer. */
export interface Outgoing {
  readonly key: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: number;
  readonly flying: boolean;
  readonly code: string | null;
}

export interface Conversation {
  readonly token: string;
  /** Whether the server knows the token, since something was said under it. */
  readonly met: boolean;
  readonly since: number;
  readonly operator: string;
  readonly people: number | null;
  readonly stage: Stage | null;
  readonly place: number | null;
  readonly person: string | null;
  readonly answerLater: boolean;
  readonly entries: readonly Entry[];
  readonly outbox: readonly Outgoing[];
  /** What was told of each, in order; `cards` makes one of each. */
  readonly promises: readonly Promised[];
  /** Up to which `n` each side has seen the messages. */
  readonly read: { readonly customer: number; readonly agent: number };
  /** Who is typing just now; empty where we may not say who. */
  readonly typing: string | null;
  /** The address the customer left, until the server says it has it. */
  readonly address: Address | null;
  /** The code of a refusal that concerned no message. */
  readonly trouble: string | null;
  /** What leads to the questions that the customer may answer now. */
  readonly survey?: string | null | undefined;
}

/** A conversation of which nothing is known; `outbox` and `seen` (an `n`) are what was kept from an earlier page. */
export function begin(token: string, outbox: readonly Outgoing[] = [], seen = 0): Conversation {
  return {
    token,
    met: false,
    since: 0,
    operator: '',
    people: null,
    stage: null,
    place: null,
    person: null,
    answerLater: false,
    entries: [],
    outbox,
    promises: [],
    read: { customer: seen, agent: 0 },
    typing: null,
    address: null,
    trouble: null,
  };
}

/** The conversation after a frame from the server. */
export function apply(was: Conversation, frame: FromServer): Conversation {
  switch (frame.type) {
    case 'welcome': {
      const met = frame.token !== null;
      // The server may have forgotten us; what was not sent yet is still owed to the customer.
      const base = met || !was.met ? was : { ...begin(was.token, was.outbox), address: was.address };
      const { operator, people, conversation } = frame;
      const welcomed = { ...base, met, operator, people, trouble: null, survey: frame.survey };
      return conversation ? stand(welcomed, conversation) : welcomed;
    }
    case 'accepted':
      return accept(was, frame);
    case 'refused':
      return refuse(was, frame.key, frame.code);
    case 'event':
      return frame.n > was.since ? { ...happen(was, frame.event, frame.n, frame.at), since: frame.n } : was;
    case 'typing':
      return { ...was, typing: frame.on ? (frame.name ?? '') : null };
    case 'survey':
    case 'place':
      // Their fields are called as ours; the type comes along and means nothing.
      return { ...was, ...frame };
    default:
      return was;
  }
}

function stand(was: Conversation, standing: Standing): Conversation {
  return {
    ...was,
    stage: standing.state,
    place: standing.place,
    person: standing.person?.name ?? null,
    answerLater: standing.answer_later,
    address: standing.answer_later ? null : was.address,
  };
}

function accept(was: Conversation, frame: Extract<FromServer, { type: 'accepted' }>): Conversation {
  const heard = { ...was, met: true, token: frame.token ?? was.token };
  const sent = was.outbox.find((one) => one.key === frame.key);
  if (!sent) return heard;
  const message: Message = {
    kind: 'message',
    from: 'customer',
    name: null,
    n: frame.n,
    at: sent.at,
    ordinal: frame.ordinal,
    text: sent.text,
    attachments: sent.attachments,
    key: sent.key,
  };
  // After an end, this is the first word of something new, whose place in line is not known yet.
  const place = OVER.includes(was.stage) ? null : was.place;
  return { ...without(heard, sent.key), place, entries: placed(was.entries, message) };
}

function refuse(was: Conversation, key: string | null, code: string): Conversation {
  // Without a key it concerns an address, a name or a language: the customer has to say it again, and otherwise.
  if (key === null) return { ...was, trouble: code, address: null };
  return { ...was, outbox: was.outbox.map((one) => (one.key === key ? { ...one, flying: false, code } : one)) };
}

function happen(was: Conversation, event: ChatEvent, n: number, at: number): Conversation {
  switch (event.kind) {
    case 'message': {
      const base = event.key === null ? was : without(was, event.key);
      const shown = { ...base, entries: placed(base.entries, { ...event, n, at }) };
      // Who answers has read what was said before.
      return event.from === 'agent' ? { ...shown, typing: null, read: { ...was.read, agent: n } } : shown;
    }
    case 'read': {
      const upTo = was.entries.findLast((entry) => entry.kind === 'message' && entry.ordinal <= event.ordinal)?.n ?? 0;
      return { ...was, read: { ...was.read, [event.reader]: Math.max(was.read[event.reader], upTo) } };
    }
    case 'promise':
      return { ...was, promises: [...was.promises, { ...event, at }] };
    case 'waiting':
      // The strip above the messages says where one stands in line; among them it would only be in the way.
      return { ...was, stage: 'waiting', place: event.place ?? was.place, person: null };
    default: {
      const name = event.kind === 'joined' ? event.name : null;
      return turn({ ...was, entries: placed(was.entries, { kind: event.kind, n, at, name }) }, event);
    }
  }
}

function turn(was: Conversation, event: Exclude<ChatEvent, { kind: 'message' | 'read' | 'waiting' | 'promise' }>): Conversation {
  switch (event.kind) {
    case 'joined':
      return { ...was, stage: 'active', person: event.name };
    case 'held':
      return { ...was, stage: 'held' };
    case 'resumed':
      return { ...was, stage: 'active' };
    case 'transferred':
      return { ...was, stage: 'waiting', person: null, typing: null };
    case 'later':
      return { ...was, answerLater: true, address: null };
    default:
      return { ...was, stage: event.kind, person: null, typing: null, answerLater: false, address: null };
  }
}

/** The entry in its place by `n`; a message of ours that is already shown is replaced by what the journal says. */
function placed(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const key = entry.kind === 'message' ? entry.key : null;
  const others = entries.filter(
    (one) => one.n !== entry.n && !(key !== null && one.kind === 'message' && one.key === key),
  );
  let at = others.length;
  while (at > 0 && others[at - 1]!.n > entry.n) at -= 1;
  return [...others.slice(0, at), entry, ...others.slice(at)];
}

function without(was: Conversation, key: string): Conversation {
  return { ...was, outbox: was.outbox.filter((one) => one.key !== key) };
}
