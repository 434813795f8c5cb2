/** What the server tells an agent of their own work. */
import type { Appeal, Judged, Marks, Score, Scorecard } from '../shell/judged.ts';

export interface Review {
  review: string;
  interaction: string;
  scorecard: string;
  at: number;
  form: Scorecard | null;
  /** Never with who judged. */
  judgements: readonly Judged[];
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
