/** What is promised, and which prices are given: the shapes of `docs/reference/live.md`, by their names there. */
import type { Id, Instant } from './contract.ts';

export type PromiseKind = 'callback' | 'credit' | 'fix' | 'answer';
/** `draft`: in the text of a message that is still being written. */
export type Written = 'card' | 'text' | 'draft' | 'sms' | 'email' | 'aloud';
/** `made_good`: kept after its time. */
export type PromiseState = 'owed' | 'overdue' | 'kept' | 'made_good' | 'withdrawn';
export type WithdrawReason = 'customer_wish' | 'mistake' | 'cannot_keep';

/** What a customer was told would happen, and by when. Owner null: the queue answers for it. */
export interface Promised {
  promise: Id;
  /** `ledger`, or what else promised it: it then ends by itself. */
  source: 'ledger' | 'callback' | 'deferral';
  kind: PromiseKind;
  state: PromiseState;
  case: Id;
  number: number | null;
  customer: Id;
  name: string;
  interaction: Id;
  channel: string;
  language: string;
  queue: string;
  owner: Id | null;
  owner_name: string | null;
  made_by: Id | null;
  made_at: Instant;
  due_at: Instant;
  first_due_at: Instant;
  moves: number;
  /** What they were told; empty once they are forgotten, or where another fact promised it. */
  text: string;
  written: Written | null;
  /** The message that says it, if one does. */
  message: Id | null;
  reminded_at: Instant | null;
  escalated_at: Instant | null;
  broken_at: Instant | null;
  ended_at: Instant | null;
  ended_by: Id | null;
  reason: WithdrawReason | 'recalled' | 'erased' | null;
}

export interface PromisePage {
  n: number;
  at: Instant;
  total: number;
  promises: Promised[];
}

/** Times to promise in a conversation, each with the sentence for the customer by kind. */
export interface Promising {
  at: Instant;
  /** The site's clock, by which these times are meant. */
  zone: string;
  written: Exclude<Written, 'draft'>;
  choices: { code: string; due_at: Instant; said: Record<PromiseKind, string> }[];
}

/** A promise that a message makes; words: the part of its text that says so. */
export interface SaidPromise {
  kind: PromiseKind;
  due_at: Instant;
  words: string;
}

/** The published prices, each as the line in which it is given to a customer. */
export interface PriceLines {
  number: number;
  language: string;
  currency: string;
  items: PriceLine[];
}

export interface PriceLine {
  code: string;
  kind: 'plan' | 'fee';
  name: string;
  amount: number;
  text: string;
}
