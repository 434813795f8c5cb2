/** The shapes of `docs/reference/live.md`, by their names there. Instants are milliseconds since the epoch, UTC. */

import type { Promised, PromiseKind, SaidPromise, WithdrawReason } from './promised.ts';

export type * from './promised.ts';

export type Id = string;
export type Instant = number;

export type State =
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
  | 'deferred'
  | 'moved';
export type Presence = 'online' | 'away' | 'offline';
export type Speaker = 'customer' | 'agent' | 'system';
export type Outcome = 'solved' | 'pending' | 'not_reached' | 'spam';
export type DraftKind = 'reply' | 'note';
export type View = 'mine' | 'waiting' | 'all' | 'closed';
export const OUTCOMES: readonly Outcome[] = ['solved', 'pending', 'not_reached', 'spam'];

export interface Me {
  account: Id;
  agent: Id | null;
  name: string;
  role: string;
  permissions: string[];
  language: string;
  csrf: string;
  /** They may do nothing until a second factor of theirs is in use. */
  enrol?: boolean;
}

export interface AgentLine {
  agent: Id;
  name: string;
  presence: Presence;
  reason: string;
  active: number;
  skills: Record<string, number>;
}

export interface QueueLine {
  queue: string;
  waiting: number;
  target_ms: number;
  target_share: number;
}

export interface Offer {
  offer: Id;
  interaction: Id;
  agent: Id;
  expires_at: Instant;
}

export interface Row {
  interaction: Id;
  customer: Id;
  case: Id;
  name: string | null;
  channel: string;
  queue: string;
  language: string;
  state: State;
  agent: Id | null;
  place_at: Instant;
  arrived_at: Instant;
  last_at: Instant;
  last_from: Speaker;
  snippet: string;
  unread: number;
  last_ordinal: number;
  priority: number;
  customer_here: boolean;
  answer_later: boolean;
  wrap_up_due_at: Instant | null;
}

export interface Counts {
  mine: number;
  waiting: number;
  all: number;
  closed: number;
}

export interface Desk {
  me: Me;
  agents: AgentLine[];
  queues: QueueLine[];
  offers: Offer[];
  rows: Row[];
  counts: Counts;
  reasons: string[];
  presence_reasons: string[];
  languages: string[];
  operator: string;
  /** By channel; one that is not here is written to plainly. */
  composers: Record<string, Composer>;
}

/** What an agent writes with on a channel. */
export interface Composer {
  subject: boolean;
  copies: boolean;
  files: boolean;
  undo_ms: number;
  characters_max: number;
  counts_parts: boolean;
  window_ms: number;
  templates: boolean;
}

export interface Attachment {
  blob: Id;
  name: string;
  media_type: string;
  size: number;
}

export interface Message {
  ordinal: number;
  at: Instant;
  from: Speaker;
  agent: Id | null;
  name: string | null;
  text: string;
  attachments: Attachment[];
  letter: Letter | null;
  delivery: Delivery | null;
}

/** What a mail has beside its text. */
export interface Letter {
  subject: string;
  cc: string[];
  html: string;
  quoted: string;
  template: string;
  raw: Id | null;
  shortened: boolean;
  /** In the name of an address that is proved to be a customer's, and not proved to be from there. */
  unproven: boolean;
}

export type DeliveryState =
  | 'scheduled'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'read'
  | 'rejected'
  | 'failed'
  | 'unknown'
  | 'recalled';

/** How far something we said has come, on a channel with a provider. */
export interface Delivery {
  state: DeliveryState;
  code: string;
  due_at: Instant | null;
  at: Instant | null;
}

/** A fact as it travels: its tag, the ids it names, and whatever else it carries. */
export interface Fact {
  fact: string;
  interaction?: Id;
  agent?: Id | null;
  [field: string]: unknown;
}

export interface Life {
  n: number;
  at: Instant;
  actor: string;
  fact: Fact;
}

export interface Case {
  case: Id;
  number: string | number;
  state: 'open' | 'solved';
  opened_at: Instant;
  solved_at: Instant | null;
  contacts: number;
}

export interface Note {
  note: Id;
  case: Id;
  at: Instant;
  agent: Id | null;
  name: string | null;
  text: string;
}

export interface Identity {
  kind: string;
  value: string;
  verified: boolean;
}

export interface TimelineEntry {
  interaction: Id;
  case: Id;
  channel: string;
  at: Instant;
  state: State;
  agent: Id | null;
  reasons: string[];
  outcome: Outcome | null;
  snippet: string;
}

export interface Namesake {
  customer: Id;
  name: string;
}

/** A code was shown that says that this customer is another, and nobody has confirmed or refused it. */
export interface Claim {
  /** The conversation in which it was shown. */
  interaction: Id;
  /** The other record. */
  customer: Id;
  name: string;
  /** Who showed it: this customer, or the other one. */
  says: 'this' | 'other';
  /** Where and when the code was given out. */
  channel: string;
  given_in: Id | null;
  given_at: Instant;
}

export interface Customer {
  customer: Id;
  name: string | null;
  language: string;
  identities: Identity[];
  first_at: Instant;
  /** Records of the same person that are shown with this one. */
  merged: Namesake[];
  /** Others who gave the same address, which one of them has not proved. */
  alike: Namesake[];
  /** Wants no call of theirs recorded. */
  unrecorded: boolean;
  claims: Claim[];
  timeline: TimelineEntry[];
  notes: Note[];
  promises: Promised[];
  cases: Case[];
}

export interface Draft {
  kind: DraftKind;
  text: string;
  /** Of a letter; empty until the agent wrote one of their own. */
  subject: string;
  cc: string[];
  revision: number;
  saved_at: Instant;
}

/** A code that carries a case to another channel, until it runs out. */
export interface Pass {
  code: string;
  until: Instant;
  /** The choice board with the code in it; empty where the site has no public address. */
  link: string;
}

/** What came and could not be read. */
export interface Unreadable {
  input: Id;
  channel: string;
  account: string;
  at: Instant;
  size: number;
  code: string;
  /** Whether its bytes are still here: they go when the site's days are over. */
  kept: boolean;
}

/** An answer of ours that did not arrive, and that could not be brought back to a person. */
export interface NotReturned {
  delivery: Id;
  interaction: Id;
  at: Instant;
  code: string;
}

export interface ConversationPage {
  total: number;
  n: number;
  rows: Row[];
}

export interface Conversation {
  n: number;
  row: Row;
  customer: Customer;
  case: Case;
  messages: Message[];
  read: { customer: number; agent: number };
  life: Life[];
  drafts: Draft[];
  transfer_note: string | null;
  callback: Callback | null;
  /** Letters that SMS lack go out as plain ones, if the whole text can. */
  transliterates: boolean;
}

/** Whom to call, what they were promised, and the calls so far; phone null once the customer is forgotten. */
export interface Callback {
  phone: string | null;
  promised_at: Instant | null;
  tries: CallbackTry[];
  about: string;
}

export interface CallbackTry {
  at: Instant;
  agent: Id;
  outcome: 'reached' | 'no_answer' | 'busy' | 'wrong_number';
}

export interface Scored {
  agent: Id;
  cost_ms: number;
}

export interface Explanation {
  chosen: Scored | null;
  others: Scored[];
  away: number;
  unskilled: number;
  full: number;
  refused: number;
  urgency_at: Instant;
  affinity_ms: number;
  relaxed: number;
}

export interface Why {
  interaction: Id;
  state: State;
  place: number | null;
  agent: Id | null;
  at: Instant | null;
  skills: Record<string, number>;
  explanation: Explanation | null;
}

/** What an agent writes into a letter; what is left out is empty. */
export interface LetterWritten {
  subject?: string;
  cc?: string[];
  template?: string;
  values?: string[];
}

export interface SendMessage {
  command: 'send_message';
  interaction: Id;
  text: string;
  attachments: { blob: Id; name: string }[];
  letter?: LetterWritten;
  hold_ms?: number;
  unless_answered?: boolean;
  /** Codes of the prices that the text gives, in the published words. */
  shows?: string[];
  promises?: SaidPromise[];
}

export type Tried = 'reached' | 'no_answer' | 'busy' | 'wrong_number';

/** What a person may ask for (a problem answer or a refused frame carries `code`). */
export type Command =
  | { command: 'set_presence'; presence: Presence; reason: string }
  | { command: 'wish_breather' | 'end_breather' }
  | { command: 'accept_offer' | 'decline_offer'; offer: Id; interaction: Id }
  | {
      command: 'take' | 'hold' | 'resume' | 'park' | 'unpark' | 'start_wrap_up';
      interaction: Id;
    }
  | SendMessage
  | { command: 'recall_message' | 'send_again'; interaction: Id; message: Id }
  | { command: 'callback_tried'; interaction: Id; outcome: Tried }
  | { command: 'make_promise'; interaction: Id; kind: PromiseKind; due_at: Instant; text: string }
  | { command: 'move_promise'; promise: Id; interaction: Id; due_at: Instant; text: string }
  | { command: 'take_promise' | 'keep_promise'; promise: Id }
  | { command: 'withdraw_promise'; promise: Id; reason: WithdrawReason }
  | { command: 'say_price'; interaction: Id; codes: string[] }
  | { command: 'note_consent'; interaction: Id; plan: string; how: 'written' | 'spoken' }
  | { command: 'pause_recording' | 'resume_recording' | 'stop_recording'; interaction: Id }
  | { command: 'refuse_recording'; customer: Id; refuses: boolean }
  | { command: 'mark_read'; interaction: Id; ordinal: number }
  | { command: 'transfer'; interaction: Id; queue?: string; to_agent?: Id; note: string }
  | { command: 'close'; interaction: Id; outcome: Outcome; reasons: string[] }
  | { command: 'defer'; interaction: Id; due_at: Instant; wakes?: boolean }
  | { command: 'move_message'; interaction: Id; message: Id; due_at: Instant; unless_answered: boolean }
  | { command: 'callback_tried'; interaction: Id; outcome: CallbackTry['outcome'] }
  | { command: 'add_note'; case: Id; text: string }
  | { command: 'rename_customer'; customer: Id; name: string }
  | { command: 'solve_case' | 'reopen_case'; case: Id };

export type DeskSays =
  | { type: 'hello'; since: number | null }
  | { type: 'watch'; interaction: Id | null }
  | { type: 'floor' | 'board'; on: boolean }
  | { type: 'do'; key: string; command: Command }
  | { type: 'typing'; interaction: Id; on: boolean; kind: 'reply' | 'note' }
  | PhoneSays
  | { type: 'ping' };

/** The same without its key, which is made when it is asked. */
export type PhoneQuestion = PhoneSays extends infer One ? (One extends PhoneSays ? Omit<One, 'key'> : never) : never;

/** An answer of the telephone, under the key of its question; without one, something it has to tell by itself. */
export interface PhoneFrame {
  type: 'phone';
  key: string | null;
  event?: PhoneTold['event'];
  cause?: EndCause;
  status?: number;
  interaction?: Id;
  leg?: Id;
  by?: Id;
  sdp?: string | null;
  call?: Call;
}

export type Part = 'customer' | 'agent' | 'consulted' | 'supervisor';
/** How a supervisor takes part: heard by nobody, by the agent alone, by all. */
export type Mode = 'listen' | 'whisper' | 'barge';
export type EndCause =
  | 'hung_up'
  | 'busy'
  | 'no_answer'
  | 'refused'
  | 'unreachable'
  | 'released'
  | 'replaced'
  | 'media_gone'
  | 'lost';

export interface Leg {
  leg: Id;
  part: Part;
  via: 'trunk' | 'phone' | 'browser';
  agent: Id | null;
  up: boolean;
  since: Instant;
  /** Of a supervisor. */
  mode: Mode | null;
}

/** A call that is under way. */
export interface Call {
  call: Id;
  direction: 'inbound' | 'outbound';
  state: State;
  began_at: Instant;
  customer_leg: Id;
  legs: Leg[];
  /** The customer, the agent and whoever was asked talk all together. */
  together: boolean;
  /** Ways of taking part that this house has not, and why. */
  off: Partial<Record<Mode | 'conference', 'no_mixer' | 'engine_cannot'>>;
  recording: Tape | null;
}

/** How it stands with the recording of a call. `due`: the customer is being told. */
export interface Tape {
  state: 'due' | 'on' | 'paused' | 'off';
  since: Instant;
  basis: string;
  purpose: string;
}

/** A part of a recording without a break. there: it can be played. lost: why it is missing. */
export interface Stretch {
  stretch: Id;
  agent: Id | null;
  began_at: Instant;
  length_ms: number;
  lost: string | null;
  there: boolean;
}

export interface Recording {
  recording: Id;
  call: Id;
  /** Of what they said to each other, or a message that the customer left; that has a promise: when it is answered (0: as soon as somebody is free). */
  kind: 'call' | 'message';
  promised_at: Instant | null;
  basis: string;
  started_at: Instant;
  ended_at: Instant | null;
  cause: 'over' | 'declined' | 'lost' | 'left' | null;
  erase_at: Instant;
  erased_at: Instant | null;
  erased_for: 'age' | 'declined' | null;
  marks: { at: Instant; what: 'started' | 'paused' | 'resumed' | 'ended'; agent: Id | null }[];
  stretches: Stretch[];
  heard: { stretch: Id; by: Id; at: Instant }[];
}

export interface PastLeg extends Omit<Leg, 'up' | 'since' | 'mode'> {
  began_at: Instant;
  answered_at: Instant | null;
  ended_at: Instant | null;
  cause: EndCause | null;
  status: number;
}

/** A call of a conversation, under way or over; number null once the customer is forgotten. */
export interface PastCall extends Pick<Call, 'call' | 'direction' | 'began_at'> {
  trunk: string;
  agent: Id | null;
  answered_at: Instant | null;
  ended_at: Instant | null;
  cause: EndCause | null;
  status: number;
  number: string | null;
  display: string;
  called: string;
  legs: PastLeg[];
}

/** What a page asks the telephone; each is answered under its key, by `phone` or `refused`. */
export type PhoneSays =
  | { type: 'phone_join'; key: string; interaction: Id; tab: string; leg?: Id }
  | { type: 'phone_answer'; key: string; leg: Id; sdp: string }
  | { type: 'phone_press'; key: string; leg: Id; digits: string }
  | { type: 'phone_leave'; key: string; leg: Id }
  | { type: 'phone_dial'; key: string; number: string }
  | { type: 'phone_dial'; key: string; interaction: Id }
  | { type: 'phone_consult'; key: string; interaction: Id; to_agent: Id }
  | { type: 'phone_consult'; key: string; interaction: Id; number: string }
  | { type: 'phone_hand_over' | 'phone_release' | 'phone_look' | 'phone_confer'; key: string; interaction: Id }
  | { type: 'phone_supervise'; key: string; interaction: Id; mode: Mode; tab: string };

/** What a page is told about a call by itself. */
export type PhoneTold = { type: 'phone'; key: null; interaction: Id; leg: Id } & (
  | { event: 'asked'; by: Id }
  | { event: 'ended'; cause: EndCause }
  | { event: 'rings'; status: number }
  | { event: 'again' }
);

export interface SnapshotFrame {
  type: 'snapshot';
  n: number;
  desk: Desk;
}

export interface FactFrame extends Life {
  type: 'fact';
  /** Of the conversation that the fact is about. */
  row?: Row | null;
  /** Where the fact is about a customer or a case: of each of theirs that this desk is told of. */
  rows?: Row[];
  message?: Message | null;
  /** What colleagues call the agent whom `agent_set` sets up. */
  name?: string;
}

export interface RefusedFrame {
  type: 'refused';
  key: string;
  code: string;
  detail?: Record<string, unknown>;
}

/** Who else has a conversation before them, and who of them writes there. */
export interface CompanyFrame {
  type: 'company';
  interaction: Id;
  here: readonly { account: Id; name: string; writes: boolean }[];
}

/** One's own breather: until when (0: none), how much of one is still to come; on: whether the site has any. */
export interface BreatherFrame {
  type: 'breather';
  on: boolean;
  until: number;
  owed_ms: number;
}

export type DeskHears =
  | SnapshotFrame
  | FactFrame
  | { type: 'accepted'; key: string; n: number }
  | RefusedFrame
  | { type: 'typing'; interaction: Id; on: boolean }
  | CompanyFrame
  | { type: 'board'; board: Board }
  | BreatherFrame
  | PhoneFrame
  | { type: 'pong' };

export interface Measure {
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
  target: number;
  rule?: string;
}

export interface QueueBoard {
  queue: string;
  waiting: number;
  longest_wait_ms: number;
  online: number;
  service_level: Measure;
  asa_ms: number | null;
  abandonment: Measure;
  last_hour: number[];
}

export interface Board {
  at: Instant;
  waiting: number;
  longest_wait_ms: number;
  service_level: Measure;
  asa_ms: number | null;
  abandonment: Measure;
  agents: { online: number; busy: number; away: number; offline: number };
  answered_today: number;
  offered_today: number;
  queues: QueueBoard[];
  /** Promises: all that are owed; of these due within the hour, not kept in time, and answered for by the queue. */
  promises: { owed: number; soon: number; overdue: number; unowned: number };
  day: { start_at: Instant; step_ms: number; offered: number[]; answered: number[]; abandoned: number[] };
}

/** How often foretold waits held. left: who left before it was known. */
export interface Held {
  n: number;
  met: number;
  below: number;
  above: number;
  left: number;
  held: { value: number | null; low: number | null; high: number | null };
}

export interface Coverage {
  at: Instant;
  since: Instant;
  level: number;
  all: Held;
  lines: (Held & { queue: string; channel: string })[];
}
