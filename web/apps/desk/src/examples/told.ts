/** What the routes of examples tell a desk, and its words for them: both fetched when somebody asks. */
import type { Rest } from '@hoolin/client';
import { isLanguage, translator, type Translate } from '@hoolin/ui/i18n';
import type et from './texts/et.json';

export interface Turn {
  who: 'customer' | 'agent';
  text: string;
}
/** agent_name: of whoever is shown, where they agreed. */
export interface Example {
  exemplar: string;
  language: string;
  about: string;
  turns: readonly Turn[];
  agent_name: string | null;
}
export interface Found {
  exemplars: readonly Example[];
  aloud: boolean;
}
export interface Proposal {
  interaction: string;
  first?: number;
  last?: number;
  typed?: readonly Turn[];
  praised: boolean;
  note: string;
}

export type Word = keyof typeof et;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Translate<Word>> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default);
}

export const found = (rest: Rest, interaction: string): Promise<Found> => rest.ask('GET', `/exemplars/for/${encodeURIComponent(interaction)}`);
export const shown = (rest: Rest, exemplar: string, interaction: string, heard: boolean): Promise<void> =>
  rest.ask('POST', `/exemplars/${encodeURIComponent(exemplar)}/shown`, { interaction, heard });
export const propose = (rest: Rest, proposal: Proposal): Promise<void> => rest.ask('POST', '/exemplars', proposal);
export const soundPath = (exemplar: string): string => `/api/v1/exemplars/${encodeURIComponent(exemplar)}/sound`;

/** What was typed of a call: a line each, in turns, the customer first. */
export const turnsOf = (typed: string): Turn[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((text, at) => ({ who: at % 2 ? 'agent' : 'customer', text }));
