/** What the server tells of calibration. */
import type { Marks, Score, Scorecard } from '../shell/judged.ts';

export interface Session {
  session: string;
  interaction: string;
  at: number;
  opener: string;
  reviewers: readonly string[];
  mine: boolean;
  closed: boolean;
  called: number;
  judged: number;
  to_judge: boolean;
  form: Scorecard;
  marks: Readonly<Record<string, Marks>>;
  scores: Readonly<Record<string, Score>>;
}
export interface Reviewer {
  id: string;
  name: string;
}
/** alpha, ac1: null with too few conversations, alpha also where all marks are the same. */
export interface Agreed {
  item: string;
  units: number;
  alpha: number | null;
  alpha_low: number | null;
  alpha_high: number | null;
  ac1: number | null;
  low: number | null;
  high: number | null;
  flagged: boolean;
}

/** Conversations judged by several from which on agreement is told. */
export const ENOUGH = 10;
