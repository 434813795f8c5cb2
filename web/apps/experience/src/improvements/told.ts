/** What the routes of causes and improvements tell and take: docs/reference/routes.md. Instants are milliseconds, days are `2026-11-30`, drops are shares. */
import type { Language } from '@hoolin/ui/i18n';

export const KINDS = ['product', 'price', 'process', 'information'] as const;
export type Kind = (typeof KINDS)[number];
export const STANDINGS = ['proposed', 'shipped', 'withdrawn'] as const;
export type Standing = (typeof STANDINGS)[number];
export type Said = Record<Language, string>;

/** Who gets a change: everybody, or only one channel, queue or language. */
export interface Exposure {
  by: 'channel' | 'queue' | 'language' | null;
  code: string | null;
}
/** What is written of a cause. */
export interface CauseTold {
  title: string;
  kind: Kind;
  reasons: readonly string[];
  owner: string | null;
}
export interface Cause extends CauseTold {
  cause: string;
  owner_name: string | null;
  contacts_90d: number;
  improvements: readonly string[];
}

/** What is written of an improvement. drop: by which share fewer contacts are expected; null while nobody has said. */
export interface ImprovementTold {
  title: string;
  about: string;
  causes: readonly string[];
  reasons: readonly string[];
  owner: string | null;
  drop: number | null;
  who: Exposure;
}
export type Word = 'verified' | 'moved' | 'not_detected' | 'harmful' | 'underpowered';

/** ratio, low, high: of contacts to what would have come without the change. avoided: contacts since it shipped; hours: the work of these. power: how
 * likely the expected drop would have been seen; detectable: the smallest that would. net: what is left once all that rose elsewhere is taken off. */
export interface Verdict {
  verdict: Word;
  ratio: number;
  low: number;
  high: number;
  expected: number;
  power: number;
  detectable: number | null;
  avoided: number;
  avoided_low: number;
  avoided_high: number;
  hours: number | null;
  hours_low?: number | null;
  hours_high?: number | null;
  net: number;
  net_low: number;
  net_high: number;
  placebos: number;
}
/** What a list shows of it. */
export type Short = Pick<Verdict, 'verdict' | 'ratio' | 'low' | 'high' | 'expected' | 'power' | 'avoided' | 'hours'> & { days_after: number };

export interface Improvement extends ImprovementTold {
  improvement: string;
  owner_name: string | null;
  standing: Standing;
  proposed_at: number;
  drop_at: number | null;
  day: string | null;
  shipped_at: number | null;
  /** Why. */
  withdrawn: string | null;
  public: Said | null;
  public_at: number | null;
  comments: number;
  cases: number;
  verdict: Short | null;
}
/** people: who may own one. today: the day it is there. */
export interface Listed {
  improvements: readonly Improvement[];
  people: readonly Person[];
  today: string;
}
/** smallest_drop: that would be seen with 80 % after so many weeks; null: it cannot be told. needed_weeks: until the written drop is seen; null: not as far
 * as can be foreseen. */
export interface Plan {
  weeks: readonly { weeks: number; smallest_drop: number | null }[];
  needed_weeks: number | null;
}
export type OneImprovement = Improvement & { plan?: Plan | null };

/** What was counted beside what would have come without the change, step by step: as rates of so many customers, or as contacts where `per` is 1. */
export interface Picture {
  dates: readonly string[];
  step: 'day' | 'week' | 'month' | 'step';
  per: number;
  rate: readonly number[];
  expected: readonly number[];
  low: readonly number[];
  high: readonly number[];
}
/** Contacts that rose elsewhere when ours fell. caught: beyond chance. share: of those avoided. */
export interface Moved {
  where: string;
  kind: 'reason' | 'channel' | 'repeats' | 'complaints' | 'no_reason';
  more: number;
  low: number;
  high: number;
  share: number;
  caught: boolean;
}
export interface Effect {
  verdict: Verdict;
  step: 'day' | 'week';
  /** null where too few steps are there to draw one. */
  picture: Picture | null;
  basis: 'customers' | 'days';
  /** The first and the last day that are counted. */
  since: string;
  until: string;
  placebos: readonly string[];
  elsewhere: readonly Moved[];
  days_after: number;
}
export interface Comment {
  by: string;
  by_name: string | null;
  at: number;
  text: string;
}
export interface LinkedCase {
  case: string;
  opened_at: number | null;
  reason: string | null;
  contacts: number;
}
/** customers: who had raised it and could be written to; told: who was written to now; told_before: who was earlier; today: for how many this day has
 * room; unwilling, unreachable: who are not written to. */
export interface Raisers {
  customers: number;
  told: number;
  told_before: number;
  today: number;
  unwilling: number;
  unreachable: number;
}
export interface Reason {
  code: string;
  parent: string | null;
  name: Said;
}
export interface Person {
  id: string;
  name: string;
}
/** What a change may be for. */
export interface Place {
  channels: readonly string[];
  queues: readonly string[];
  languages: readonly string[];
}
