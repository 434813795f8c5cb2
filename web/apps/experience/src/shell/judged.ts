/** A judgement as every page shows it: what was judged, by what, and what its marks add up to (docs/glossary.md, *evaluation*). */
import { amount } from '@hoolin/ui/figures';
import type { Language } from '@hoolin/ui/i18n';

export type Said = Record<Language, string>;
/** 1 met, 0 not met, null where it does not apply. */
export type Mark = 0 | 1 | null;
export type Marks = Readonly<Record<string, Mark>>;

export interface Line {
  item: string;
  definition: Said;
  passes: Said;
  fails: Said;
  weight: number;
}
export interface Scorecard {
  code: string;
  name: Said;
  lines: Line[];
}
/** An item of the register, as a form shows it. */
export interface ItemWords {
  name: Said;
  question: Said;
  fatal: boolean;
}
export type Items = Readonly<Record<string, ItemWords>>;

/** share: 0 to 1; null where nothing applied. fatal: items that are fatal and were not met; then the share is 0. */
export interface Score {
  share: number | null;
  fatal: string[];
  compliance: boolean | null;
}
/** reviewer: missing where it is told to whoever was judged. */
export interface Judged {
  reviewer?: string;
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

/** A score while it is being made. low, high: what it can still become. otherwise: what it would be without a fatal item that was not met. */
export interface Running extends Score {
  low: number | null;
  high: number | null;
  otherwise: number | null;
  marked: number;
}

/** In the reader's language, else in whichever there is. */
export const said = (words: Said | undefined, language: Language): string => words?.[language] || words?.et || words?.en || words?.ru || '';

/** An item that is no longer there is shown by its code. */
export const nameOf = (items: Items, item: string, language: Language): string => said(items[item]?.name, language) || item;

/** By which name a mark is told: `mark.met` and so on. */
export const markName = (mark: Mark | undefined): 'met' | 'failed' | 'apart' | 'none' => (mark === undefined ? 'none' : mark === null ? 'apart' : mark ? 'met' : 'failed');

/** The points of a score, of 100. */
export const points = (share: number, language: Language): string => amount(100 * share, 'points', language);

export const isFatal = (items: Items, item: string): boolean => items[item]?.fatal ?? false;

/** What is judged by weight first, then what is fatal: the order in which a form shows it. */
export const inOrder = (lines: readonly Line[], items: Items): Line[] => [
  ...lines.filter(({ item }) => !isFatal(items, item)),
  ...lines.filter(({ item }) => isFatal(items, item)),
];

/** The same formula as the server's, on what is marked so far. */
export function running(lines: readonly Line[], items: Items, marks: Marks): Running {
  const soft = lines.filter(({ item }) => !isFatal(items, item));
  const fatal = lines.filter(({ item }) => isFatal(items, item) && typeof marks[item] === 'number');
  const failed = fatal.map(({ item }) => item).filter((item) => marks[item] === 0);
  const mean = (unmarked: 0 | 1 | null): number | null => {
    const counted = soft.map(({ item, weight }) => [weight, item in marks ? marks[item]! : unmarked] as const).filter(([, mark]) => mark !== null);
    const weights = counted.reduce((sum, [weight]) => sum + weight, 0);
    return weights ? counted.reduce((sum, [weight, mark]) => sum + weight * mark!, 0) / weights : null;
  };
  const otherwise = mean(null);
  return {
    share: failed.length ? 0 : otherwise,
    low: failed.length ? 0 : mean(0),
    high: failed.length ? 0 : mean(1),
    otherwise,
    fatal: failed,
    compliance: fatal.length ? failed.length === 0 : null,
    marked: lines.filter(({ item }) => item in marks).length,
  };
}
