/** What the server tells an agent of their own work. */
import type { Marks, Score, Scorecard } from '../scorecard/told.ts';

/** Never with who judged. */
export interface Judgement {
  at: number;
  marks: Marks;
  note: string | null;
  score: Score | null;
}
export interface Appeal {
  state: 'open' | 'decided';
  why: string | null;
  verdict: 'upheld' | 'changed' | null;
  answer: string | null;
  marks: Marks | null;
}
export interface Review {
  review: string;
  interaction: string;
  scorecard: string;
  at: number;
  form: Scorecard | null;
  judgements: readonly Judgement[];
  appeal: Appeal | null;
  appeal_until: number | null;
  final: Score | null;
}
export interface OwnRating {
  interaction: string;
  scorecard: string;
  at: number;
  marks: Marks;
}
export interface Mine {
  reviews: readonly Review[];
  own: readonly OwnRating[];
}
export interface Contact {
  interaction: string;
  channel: string;
  reason: string;
  arrived_at: number;
  ending: string;
}

export type Lean = 'too_few' | 'alike' | 'own_higher' | 'own_lower';
export type Other = 'survey' | 'reviewer';
export interface Share {
  n: number;
  share: number | null;
  low: number | null;
  high: number | null;
}
export interface Beside {
  code: string;
  by_source: Readonly<Record<'self' | Other, Share>>;
  leans: Readonly<Record<Other, Lean>>;
}
export interface Gap {
  criteria: readonly (Beside & { items: readonly Beside[] })[];
  enough: number;
}
