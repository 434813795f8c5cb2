/** What the server tells of the register of criteria: docs/reference/site.md has the shapes. */
import type { Language } from '@hoolin/ui/i18n';

export type Said = Readonly<Record<Language, string>>;
export const SOURCES = ['system', 'survey', 'reviewer', 'shopper', 'self'] as const;
export type Source = (typeof SOURCES)[number];
export type Kind = 'agree_5' | 'ease_7' | 'solved' | 'csat_5' | 'nps_11' | 'mark' | 'share' | 'ms' | 'count' | 'minutes';
export const FORMULAS = ['weighted_mean', 'lowest_part', 'none_fatal', 'shown'] as const;
export type Formula = (typeof FORMULAS)[number];

export interface Item {
  readonly code: string;
  readonly name: Said;
  readonly question: Said;
  readonly sources: readonly Source[];
  readonly scale: Kind;
  readonly fatal: boolean;
}
/** What counts in a criterion. target: up to this it is as it should be, in the scale's unit. */
export interface Part {
  readonly item: string;
  readonly source: Source;
  readonly weight: number;
  readonly target: number | null;
}
export interface Criterion {
  readonly code: string;
  readonly parts: readonly Part[];
  readonly formula: Formula;
  readonly weight: number;
}
export interface Register {
  readonly items: readonly Item[];
  readonly criteria: readonly Criterion[];
}
export interface Version {
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly why: string;
}
/** Who uses an item. kind: `survey`, `scorecard`. */
export interface User {
  readonly item: string;
  readonly kind: 'survey' | 'scorecard';
  readonly name: string;
}
export interface Told {
  readonly in_force: Version & { readonly register: Register };
  readonly versions: readonly Version[];
  readonly names: Readonly<Record<string, string>>;
  readonly languages: readonly Language[];
  readonly used: readonly User[];
}
/** One thing that is wrong. place: the code of an item or a criterion; '' for all of it. said: what of it. */
export interface Fault {
  readonly place: string;
  readonly why: string;
  readonly said: string;
}
