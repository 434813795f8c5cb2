/** What the route of search tells a desk, and its words for it: both fetched when somebody asks. */
import type { Rest } from '@hoolin/client';
import { isLanguage, translator, type Translate } from '@hoolin/ui/i18n';
import type et from './texts/et.json';

export type By = 'customer' | 'agent' | 'system' | 'note';

/** A text with the words. marks: where they begin in it and where they end, in characters. */
export interface Hit {
  n: number;
  at: number;
  by: By;
  agent_name: string | null;
  interaction: string;
  ordinal: number | null;
  name: string;
  channel: string;
  state: string;
  text: string;
  marks: readonly (readonly [number, number])[];
  cut: readonly [boolean, boolean];
}
export interface Answer {
  hits: readonly Hit[];
  more: boolean;
  to: number;
  back_to: number | null;
  indexed: number;
  head: number;
}
export interface Query {
  words: string;
  by?: By;
  channel?: string;
  open?: boolean;
  since?: number;
  before?: number;
}

export type Word = keyof typeof et;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Translate<Word>> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default);
}

export const search = (rest: Rest, query: Query): Promise<Answer> => rest.ask('POST', '/search', query);

/** The text in pieces, each marked or not. Characters are whole ones, as the site counts them. */
export function piecesOf({ text, marks, cut }: Hit): { text: string; marked: boolean }[] {
  const letters = [...text];
  const pieces: { text: string; marked: boolean }[] = [];
  const put = (from: number, to: number, marked: boolean): void => {
    if (to > from) pieces.push({ text: letters.slice(from, to).join(''), marked });
  };
  let at = 0;
  for (const [from, to] of marks) {
    put(at, from, false);
    put(from, to, true);
    at = to;
  }
  put(at, letters.length, false);
  if (cut[0]) pieces.unshift({ text: '… ', marked: false });
  if (cut[1]) pieces.push({ text: ' …', marked: false });
  return pieces;
}
