/** What the server tells of sessions, thanks and diaries. Instants are milliseconds; days and times are the site's. */
import type { Message } from '@hoolin/client';
import type { About } from '../../conversation/told.ts';

export type Side = 'agent' | 'coach';
export type Standing = 'planned' | 'held' | 'agreed' | 'followed' | 'cancelled';
export type Outcome = 'done' | 'partly' | 'not';
export type Reason = 'ill' | 'busy' | 'not_needed' | 'other';
export type Tried = 'open' | 'helped' | 'partly' | 'no' | 'unsure';
export type Marks = Readonly<Record<string, 0 | 1 | null>>;
export type PointKind = 'lesson' | 'drill' | 'exemplar' | 'session' | 'advice' | 'improvement' | 'rollout';

export interface Point {
  kind: PointKind;
  id: string;
}
/** mine: which of the two I am. due: it is time to follow up; due_day: by which day in any case. */
export interface Short {
  session: string;
  agent: string;
  coach: string;
  agent_name: string;
  coach_name: string;
  by: string;
  mine: Side;
  minutes: number;
  topics: string[];
  begins_at: number;
  day: string;
  time: string;
  standing: Standing;
  outcome: Outcome | null;
  cancelled: Reason | null;
  held_at: number | null;
  due: boolean;
  due_day: string | null;
}
export interface Prepared {
  text: string;
  shared: boolean;
  at: number;
}
export interface View {
  by: string;
  marks: Marks;
  text: string;
  at: number;
}
/** worked: on how many days since. */
export interface Step {
  text: string;
  item: string | null;
  day: string | null;
  shifts: number | null;
  points: Point[];
  worked: number;
}
export interface Chosen {
  interaction: string;
  about: About | null;
}
/** prepared: by whom, what I may read. listening: until when my agent lets me read along. works_then: whether the agent has worked on that weekday lately. version: of the plan. coached: whether its coach still coaches. */
export interface Whole extends Short {
  zone: string;
  version: number;
  coached: boolean;
  advice: string | null;
  after: string | null;
  question: string;
  conversations: Chosen[];
  listened: string[];
  prepared: Readonly<Record<string, Prepared>>;
  other_prepared: boolean;
  views: Readonly<Partial<Record<Side, View>>>;
  step: Step | null;
  learned: string;
  listening: number | null;
  works_then: boolean;
}
export interface Listed {
  today: string;
  zone: string;
  sessions: Short[];
}
export interface Item {
  code: string;
  name: Readonly<Record<string, string>>;
  criterion: string;
}
/** weekdays: on which an agent worked in the last four weeks; 0 is Monday. */
export interface People {
  agents: { id: string; name: string; weekdays: number[] }[];
  coaches: { id: string; name: string }[];
  items: Item[];
  queues: string[];
}
export interface Choice extends Chosen {
  about: About;
  judged: boolean;
  own: boolean;
}
export interface Along {
  until: number;
  conversations: { interaction: string; channel: string; state: string; messages: Message[] }[];
}
export interface Plan {
  day: string;
  time: string;
  minutes: number;
  topics: string[];
  question: string;
  advice: string | null;
  after: string | null;
}
/** version, base: of a plan that is changed: which one, and what stood there. */
export interface NewPlan extends Plan {
  side: Side;
  other: string;
  session: string;
  conversations: string[];
  version?: number;
  base?: Plan;
}
/** passage: messages that could be an example. example: what became of them, where they were proposed. */
export interface Recognition {
  recognition: string;
  agent: string;
  by: string;
  agent_name: string;
  by_name: string;
  at: number;
  text: string;
  item: string | null;
  interaction: string | null;
  customer: string | null;
  passage: { begin: number; end: number } | null;
  example: 'proposed' | 'kept' | 'declined' | 'withdrawn' | null;
  new: boolean;
}
export interface Recognitions {
  received: Recognition[];
  given: Recognition[];
}
export interface Praise {
  interaction: string;
  agent: string;
  agent_name: string;
  at: number;
  text: string;
}
export interface Thanks {
  agent: string;
  text: string;
  item: string | null;
  interaction: string | null;
  passage: { begin: number; end: number } | null;
  praise: boolean;
  recognition: string;
}
export interface Entry {
  tried: string;
  expected: string;
  came: string;
  about: string | null;
  queue: string | null;
  item: string | null;
  outcome: Tried;
  points: Point[];
}
export interface Trial extends Entry {
  trial: string;
  by: string;
  by_name: string;
  about_name: string;
  at: number;
  first_at: number;
}
export interface Diary {
  mine: Trial[];
  of_me: Trial[];
}
