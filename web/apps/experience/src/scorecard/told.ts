/** What the server tells of scorecards and marks. */
import type { Language } from '@hoolin/ui/i18n';

export type Said = Partial<Record<Language, string>>;
/** 1 met, 0 not met, null where it does not apply. */
export type Mark = 0 | 1 | null;
export type Marks = Readonly<Record<string, Mark>>;

export interface Line {
  item: string;
  weight: number;
  definition: Said;
  passes: Said;
  fails: Said;
}
export interface Scorecard {
  code: string;
  name: Said;
  lines: readonly Line[];
}
/** share: 0 to 1, null where nothing applied; fatal: which fatal items were not met. */
export interface Score {
  share: number | null;
  fatal: readonly string[];
  compliance: boolean | null;
}
export interface Item {
  code: string;
  name: Said;
  fatal: boolean;
}

/** In the reader's language, else in whichever there is. */
export const said = (words: Said | undefined, language: Language): string =>
  words?.[language] || words?.et || words?.en || words?.ru || '';
