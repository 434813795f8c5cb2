/**
 * What travels on the customer's socket, as docs/reference/live.md says it. Instants are milliseconds since the epoch.
 * The two unions are closed on purpose: a frame of an unknown type is dropped, never guessed at.
 */

import type { Language } from '@hoolin/ui/i18n';

export type { Language };

/** Where an interaction stands in its life cycle. */
export type Stage =
  | 'arrived'
  | 'greeted'
  | 'waiting'
  | 'offered'
  | 'active'
  | 'held'
  | 'parked'
  | 'wrap_up'
  | 'closed'
  | 'abandoned'
  | 'moved'
  | 'deferred';

/** A file that the server has taken: `blob` names it, `size` is in bytes. */
export interface Attachment {
  readonly blob: string;
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
}

/** After these, whoever writes on begins something new. */
export const OVER: readonly (Stage | null)[] = ['closed', 'abandoned', 'moved'];

/** An address for an answer later; it exists only because the customer gave it. */
export interface Address {
  readonly kind: 'email' | 'phone';
  readonly value: string;
}

export interface Standing {
  readonly state: Stage;
  readonly place: number | null;
  readonly person: { readonly name: string } | null;
  readonly answer_later: boolean;
  readonly last_ordinal: number;
  readonly read: { readonly customer: number; readonly agent: number };
}

export type MessageEvent = {
  readonly kind: 'message';
  readonly ordinal: number;
  readonly from: 'customer' | 'agent' | 'system';
  readonly name: string | null;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly key: string | null;
};

/** What happened to the conversation; shown as a line between messages. */
export type Turn = 'held' | 'resumed' | 'transferred' | 'later' | 'closed' | 'abandoned' | 'moved';

/** What we promised, or what became of it; null where the event says nothing new. */
export type PromiseEvent = {
  readonly kind: 'promise';
  readonly promise: string;
  readonly state: 'owed' | 'broken' | 'kept' | 'withdrawn';
  readonly due_at: number | null;
  readonly text: string | null;
};

export type ChatEvent =
  | MessageEvent
  | PromiseEvent
  | { readonly kind: 'waiting'; readonly place?: number | null }
  | { readonly kind: 'joined'; readonly name: string | null }
  | { readonly kind: Turn }
  | { readonly kind: 'read'; readonly reader: 'customer' | 'agent'; readonly ordinal: number };

export type FromServer =
  | {
      readonly type: 'welcome';
      readonly token: string | null;
      readonly language: Language;
      readonly people: number;
      readonly conversation: Standing | null;
      readonly operator: string;
      /** What leads to the questions of a survey that is open here. */
      readonly survey?: string | null;
    }
  | { readonly type: 'survey'; readonly survey: string }
  | {
      readonly type: 'accepted';
      readonly key: string;
      readonly n: number;
      readonly ordinal: number;
      readonly token?: string | null;
    }
  | { readonly type: 'refused'; readonly key: string | null; readonly code: string; readonly detail?: unknown }
  | { readonly type: 'event'; readonly n: number; readonly at: number; readonly event: ChatEvent }
  | { readonly type: 'typing'; readonly on: boolean; readonly name: string | null }
  | { readonly type: 'place'; readonly place: number | null; readonly people: number }
  | CallFrame
  | { readonly type: 'pong' };

/** What the page is told of its call. */
export type CallFrame =
  | { readonly type: 'call'; readonly event: 'joined'; readonly key: string; readonly leg: string; readonly sdp: string | null }
  | {
      readonly type: 'call';
      readonly event: 'state';
      readonly leg: string;
      readonly state: Stage;
      readonly place: number | null;
      readonly wait: { readonly low_ms: number; readonly high_ms: number } | null;
      readonly person: string | null;
      readonly recorded: 'off' | 'due' | 'on' | 'paused';
    }
  | { readonly type: 'call'; readonly event: 'ended'; readonly leg: string; readonly cause: string };

export type FromPage =
  | {
      readonly type: 'hello';
      readonly token: string;
      readonly since: number;
      readonly language: Language;
      readonly queue?: string | undefined;
      readonly pass?: string | undefined;
    }
  | {
      readonly type: 'say';
      readonly key: string;
      readonly text: string;
      readonly attachments: readonly { readonly blob: string; readonly name: string }[];
    }
  | { readonly type: 'typing'; readonly on: boolean }
  | { readonly type: 'read'; readonly ordinal: number }
  | { readonly type: 'later'; readonly kind: 'email' | 'phone'; readonly value: string }
  | { readonly type: 'name'; readonly value: string }
  | { readonly type: 'language'; readonly value: Language }
  | { readonly type: 'goodbye' }
  | { readonly type: 'call'; readonly key: string; readonly sdp: string }
  | { readonly type: 'call_join'; readonly key: string; readonly leg: string; readonly sdp: string }
  | { readonly type: 'call_press'; readonly key: string; readonly leg: string; readonly digits: string }
  | { readonly type: 'call_leave'; readonly key: string; readonly leg: string }
  | { readonly type: 'ping' };

