/** Saved views as the server keeps them, and the words for them: both fetched after the page stands. */
import type { State } from '@hoolin/client';
import { Problem } from '@hoolin/client';
import { isLanguage, translator, type Language, type Translate } from '@hoolin/ui/i18n';
import type { Desk } from '../state/desk.svelte.ts';
import type et from './texts/et.json';

export type Whose = 'anybody' | 'mine' | 'nobody';
/** Which live conversations are wanted; an empty list narrows nothing. */
export interface Filter {
  states: State[];
  channels: string[];
  queues: string[];
  languages: Language[];
  whose: Whose;
  unread: boolean;
  late: boolean;
}
/** queue: everybody who serves it sees the view; mine: whether it may be changed. */
export interface SavedView {
  view: string;
  title: string;
  wanted: Filter;
  queue: string | null;
  mine: boolean;
}

export const NOTHING_ASKED: Filter = { states: [], channels: [], queues: [], languages: [], whose: 'anybody', unread: false, late: false };

export type Word = keyof typeof et;
export type Say = Translate<Word>;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Say> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default);
}

const path = (view: string): string => `/views/${encodeURIComponent(view)}`;

/** Reads the list anew; the side bar and the command bar show it. */
export async function renew({ inbox, shared }: Desk): Promise<void> {
  inbox.saved = (await shared.rest.ask<{ views: SavedView[] }>('GET', '/views')).views;
}

/** Saves a new view (view: null), or one's own; gives its id. */
export async function keep(desk: Desk, view: string | null, body: Pick<SavedView, 'title' | 'wanted' | 'queue'>): Promise<string> {
  const { rest } = desk.shared;
  const kept = await (view ? rest.ask<SavedView>('PUT', path(view), body) : rest.ask<SavedView>('POST', '/views', body));
  await renew(desk);
  return kept.view;
}

export async function drop(desk: Desk, view: string): Promise<void> {
  await desk.shared.rest.ask('DELETE', path(view));
  if (desk.route.saved === view) desk.inbox.show('mine');
  await renew(desk);
}

/** What to say of a refusal. */
export function refusal(problem: unknown): Word {
  const code = problem instanceof Problem ? problem.code : '';
  return code === 'view_title_taken' ? 'taken' : code === 'views_enough' ? 'enough' : code === 'view_title' ? 'noTitle' : code === 'not_found' ? 'gone' : 'failed';
}
