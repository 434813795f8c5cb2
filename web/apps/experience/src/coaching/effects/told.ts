/** Rollouts as the server tells them. Days are `2026-11-30`; points are of a hundred. */
import type { Language } from '@hoolin/ui/i18n';

export type Word = 'helped' | 'no_effect' | 'harmful' | 'too_early' | 'cannot_tell';
export type Design = 'stepped' | 'pairs' | 'at_once';
export type Standing = 'planned' | 'running' | 'lived' | 'stopped' | 'withdrawn';
export type Kind = 'lesson' | 'drill' | 'exemplar' | 'advice' | 'topic' | 'path';
export const KINDS: readonly Kind[] = ['lesson', 'drill', 'exemplar', 'advice', 'topic', 'path'];
export type Reading = 'alike' | 'moved' | 'regressed' | 'both' | 'unknown';
export type Named = Readonly<Partial<Record<Language, string>>>;

export interface Person {
  readonly agent: string;
  readonly name: string;
}
/** Who may take part. teaches: whoever gives such things themselves is chosen only by name. */
export interface Taker extends Person {
  readonly teaches: boolean;
}
/** Something that may be given. items: what it is about, as far as that is judged. */
export interface Thing {
  readonly kind: Kind;
  readonly id: string;
  readonly name: Named | null;
  readonly items: readonly string[];
}
export interface Offered {
  readonly things: readonly Thing[];
  readonly people: readonly Taker[];
  readonly teams: readonly { readonly team: string; readonly agents: readonly string[] }[];
  readonly today: string;
}
/** How one stands towards something. turn: the day, null while the order is not drawn. */
export interface Stand {
  readonly agent: string;
  readonly waits: boolean;
  readonly turn: string | null;
  readonly given_at: number | null;
  readonly had_at: number | null;
}
export interface Item {
  readonly code: string;
  readonly name: Named;
  readonly judged: boolean;
}
export interface Short {
  readonly word: Word;
  readonly points: number | null;
  readonly low: number | null;
  readonly high: number | null;
}
export interface Rollout {
  readonly rollout: string;
  readonly title: string;
  readonly what: { readonly kind: Kind; readonly id: string };
  readonly items: readonly string[];
  readonly design: Design;
  readonly standing: Standing;
  readonly agents: number;
  readonly waves: number;
  readonly step_weeks: number;
  readonly weeks: number;
  readonly lived: number;
  readonly planned_at: number;
  readonly day: string | null;
  readonly until: string | null;
  readonly known_on: string | null;
}
export interface Listed {
  readonly rollouts: readonly (Rollout & { readonly result?: Short | null })[];
  readonly people: readonly Taker[];
  readonly items: readonly Item[];
  readonly today: string;
}
export interface Wave {
  readonly wave: number;
  readonly day: string;
  readonly due: boolean;
  readonly members: readonly Person[];
  readonly took: number | null;
}
/** By how much some changed. */
export interface Change {
  readonly points: number;
  readonly low: number;
  readonly high: number;
  readonly agents: number;
  readonly marks: number;
}
/** What one source alone says. */
export interface Apart {
  readonly source: 'survey' | 'reviewer' | 'shopper';
  readonly points: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly marks: number;
}
export interface Naive {
  readonly before: { readonly points: number; readonly marks: number };
  readonly after: { readonly points: number; readonly marks: number };
  readonly points: number;
  readonly low: number;
  readonly high: number;
  readonly waiting: Change | null;
  readonly outside: Change | null;
  readonly moved: Change | null;
  readonly regressed: Change | null;
  readonly convincing: boolean;
}
/** What became of it. */
export interface Result extends Short {
  readonly expected: number;
  readonly needed: number | null;
  readonly marks: number;
  readonly conversations: number;
  readonly took: number | null;
  readonly of: number;
  readonly ahead: number;
  readonly let: number;
  readonly had: number;
  readonly naive: Naive | null;
  readonly reading: Reading;
  readonly apart: readonly Apart[];
  readonly weeks: number;
  readonly short: boolean;
}
/** While nothing may be told, and where the rows do not tell. */
export interface Early {
  readonly word: 'too_early';
  readonly known_on: string;
}
export interface Refused {
  readonly word: 'cannot_tell';
  readonly refused: string;
  readonly marks?: number;
  readonly needed?: number;
}
export type Outcome = Result | Early | Refused;
export interface OneRollout extends Rollout {
  readonly before_weeks: number;
  readonly expected: number;
  readonly why: string;
  readonly end_why: string;
  readonly by_name: string | null;
  readonly seed: string | null;
  readonly people: readonly Person[];
  readonly order: readonly Wave[];
  readonly pairs: readonly (readonly Person[])[];
  readonly spared: readonly (Person & { readonly why: string })[];
  readonly let: readonly (Person & { readonly why: string; readonly by_name: string | null; readonly at: number })[];
  readonly drawn_again: boolean;
  readonly result: Outcome | null;
}
/** What could be seen, before it is written down. */
export interface Seen {
  readonly enough: boolean;
  readonly waves: number;
  readonly step_weeks: number;
  readonly before_weeks: number;
  readonly ends: string | null;
  readonly known_on: string | null;
  readonly a_week: number;
  readonly detectable: number | null;
  readonly chance: number;
  readonly chance_low: number;
  readonly take_up: number;
  readonly take_up_low: number;
  readonly already: readonly string[];
  readonly useful: boolean;
  readonly agents_needed: number | null;
}
/** What is planned. */
export interface Wanted {
  title: string;
  what: { kind: Kind; id: string };
  items: string[];
  design: Design;
  agents: string[];
  waves: number | null;
  step_weeks: number | null;
  before_weeks: number;
  expected: number;
  why: string;
  spared: { agent: string; why: string }[];
}
export interface Own {
  readonly rollout: string;
  readonly title: string;
  readonly design: Design;
  readonly standing: Standing;
  readonly turn: string | null;
  readonly waits: boolean;
  readonly spared: string | null;
  readonly why: string;
  readonly let: string | null;
  readonly names: readonly Named[];
}
export interface Topics {
  readonly known: boolean;
  readonly days: number;
  readonly topics: readonly {
    readonly item: string;
    readonly minutes: Readonly<Partial<Record<Kind, number>>> | null;
    readonly people: number | null;
    readonly rollouts: readonly { readonly rollout: string; readonly title: string; readonly standing: Standing; readonly result?: Short | null }[];
  }[];
}
