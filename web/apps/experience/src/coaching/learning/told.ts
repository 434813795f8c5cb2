/** What the server tells of lessons, paths and those who learn. */
import type { Language } from '@hoolin/ui/i18n';

export type Said = Readonly<Record<Language, string>>;
export type ByLanguage<T> = Readonly<Record<Language, T>>;
export type Kind = 'lesson' | 'drill' | 'exemplar' | 'listen' | 'do';
export type Standing = 'done' | 'missing' | 'left' | 'today' | 'later';

/** A part of a page: a text, or what `tag` says with what is in it. */
export type Node = string | { readonly tag: string; readonly children?: readonly Node[]; readonly href?: string };

export interface StepTold {
  readonly step: string;
  readonly kind: Kind;
  readonly of: string | null;
  readonly title: Said;
  readonly about: Said;
  readonly due: number;
  readonly standing: Standing;
  readonly in_days: number;
  /** The day on which their turn comes, where they wait for it by a rollout. */
  readonly turn?: string | null;
  readonly expected: { readonly day: string; readonly exact: 'day' | 'week' } | null;
  readonly minutes: ByLanguage<number> | null;
  readonly done_at: number | null;
  readonly done_by_name: string | null;
}
export interface PathTold {
  readonly path: string;
  readonly title: Said;
  readonly about: Said;
  readonly number: number;
  readonly newer: number | null;
  readonly begun_at: number;
  readonly coach: string | null;
  readonly coach_name: string | null;
  readonly ended: 'done' | 'left' | 'stopped' | null;
  readonly ended_at: number | null;
  readonly day: number;
  readonly done: number;
  readonly of: number;
  readonly steps: readonly StepTold[];
}
export interface Outline {
  readonly path: string;
  readonly title: Said;
  readonly about: Said;
  readonly role: string | null;
  readonly steps: number;
  readonly days: number;
}
export interface LessonListed {
  readonly lesson: string;
  readonly number: number;
  readonly title: Said;
  readonly minutes: ByLanguage<number>;
  readonly questions: number;
  readonly answered: number;
  readonly done: boolean;
  readonly newer: boolean;
}
export interface MineTold {
  readonly at: number;
  readonly today: string;
  readonly paths: readonly PathTold[];
  readonly back: readonly { readonly lesson: string; readonly question: string }[];
  readonly lessons: readonly LessonListed[];
  readonly may_begin: readonly Outline[];
}

export interface Asked {
  readonly question: string;
  readonly text: Said;
  readonly several: boolean;
  /** right, why: of those only that were answered. */
  readonly answers: readonly { readonly text: Said; readonly right?: boolean; readonly why?: Said }[];
  readonly tried: { readonly first: boolean; readonly right: boolean; readonly chosen: readonly number[]; readonly comes_back: boolean } | null;
}
export interface LessonTold extends LessonListed {
  readonly body: ByLanguage<readonly Node[]>;
  readonly exemplar: string | null;
  readonly drill: string | null;
  readonly asked: readonly Asked[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}
export interface LearnerTold {
  readonly learner: string;
  readonly name: string;
  readonly paths: readonly PathTold[];
}
export interface Everybody {
  readonly today: string;
  readonly people: readonly LearnerTold[];
  readonly agents: readonly Named[];
  readonly coaches: readonly Named[];
  readonly may_begin: readonly Outline[];
}
export interface OneLearner extends LearnerTold {
  readonly is_coach: boolean;
  readonly lessons: readonly (LessonListed & { readonly answers: readonly Asked[] | null })[];
}

// ── as it is written ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Answer {
  readonly text: Said;
  readonly why: Said;
  readonly right: boolean;
}
export interface Question {
  readonly code: string;
  readonly text: Said;
  readonly answers: readonly Answer[];
  readonly several: boolean;
}
export interface Lesson {
  readonly lesson: string;
  readonly title: Said;
  readonly body: Said;
  readonly questions: readonly Question[];
  readonly criteria: readonly string[];
  readonly reasons: readonly string[];
  readonly exemplar: string | null;
  readonly drill: string | null;
}
export interface Step {
  readonly step: string;
  readonly kind: Kind;
  readonly due: number;
  readonly of: string | null;
  readonly title: Said;
  readonly about: Said;
}
export interface Path {
  readonly path: string;
  readonly title: Said;
  readonly steps: readonly Step[];
  readonly about: Said;
  readonly role: string | null;
}
export type ThingKind = 'lesson' | 'path';
export interface Fault {
  readonly place: string;
  readonly why: 'no_words' | 'too_long' | 'named_twice' | 'none_right' | 'none_wrong' | 'one_right' | 'bad_link' | 'points_nowhere' | 'points_without_need' | 'code';
  readonly said: string;
}
export interface KeptTold {
  readonly kind: ThingKind;
  readonly code: string;
  readonly title: Said;
  readonly number: number;
  readonly retired: boolean;
  readonly ready: boolean | null;
  readonly used_by: readonly { readonly path: string; readonly title: Said }[];
  readonly learners: number;
  readonly missing: readonly Language[];
  readonly versions: readonly { readonly number: number; readonly at: number; readonly by_name: string | null; readonly why: string }[];
}
export interface AllKept {
  readonly languages: readonly Language[];
  readonly lessons: readonly KeptTold[];
  readonly paths: readonly KeptTold[];
  readonly ready: readonly { readonly kind: ThingKind; readonly code: string; readonly title: Said }[];
}
export type Thing = Lesson | Path;
export interface OneKept<T extends Thing> extends KeptTold {
  readonly thing: T;
}
