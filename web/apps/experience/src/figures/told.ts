/** What the server tells, as far as this page shows it. Instants and lengths of time are milliseconds. */
import type { Plain, Unit } from '@hoolin/ui/figures';
import type { Language } from '@hoolin/ui/i18n';

export type { Plain, Unit };

export type Silence = '' | 'nobody' | 'too_few' | 'never';

/** A figure with its interval; without a value, `why` tells why it says nothing. */
export interface Figure {
  code: string;
  unit: Unit;
  n: number;
  value: number | null;
  low: number | null;
  high: number | null;
  why: Silence;
  raw: Plain | null;
  standardised: Plain | null;
}
export interface Score {
  code: string;
  weight: number;
  formula: string;
  points: number | null;
  low: number | null;
  high: number | null;
  covered: number;
  why: Silence;
  parts: { item: string; source: string; share: number; points: number | null; low: number | null; high: number | null; n: number; why: Silence }[];
}
export interface Whole {
  by_source: Record<string, Record<string, Figure>>;
  scores: { register: number; index: Score; criteria: Score[] };
}
/** Whether what customers of different channels answered may be compared. */
export interface Answers {
  verdict: 'comparable' | 'levels_differ' | 'weights_differ' | 'no_common_measure' | 'too_few' | 'no_spread' | 'not_told';
}
export interface Part {
  name: string;
  whole: Whole;
}
export interface Mark {
  number: number;
  at: number;
  why: string;
}
export interface Trend {
  points: { begin: number; end: number; register: number; figure: Figure }[];
  marks: Mark[];
}
export interface CurvePoint {
  time: number;
  share: number;
  low: number;
  high: number;
  at_risk: number;
}
/** Without a value where the contacts are too few. */
export interface Kept {
  value: number | null;
  low: number | null;
  high: number | null;
  contacts: number;
}
export interface Curves {
  time_to_human: { n: number; points: CurvePoint[] };
  first_contact: Record<string, Record<string, Kept>>;
}
export interface Beside {
  name: string;
  n: number;
  share: number | null;
  mean: number | null;
  low: number | null;
  high: number | null;
  flag: '' | 'above' | 'below';
}
export interface Comparison {
  n: number;
  common: number | null;
  spread: number | null;
  ones: Beside[];
  funnel: [number, number, number, number, number][];
  why: Silence;
}
export interface Definition {
  name: Record<Language, string>;
  meaning: Record<Language, string>;
  method: string;
  unit: Unit;
  more_is_better: boolean;
}
