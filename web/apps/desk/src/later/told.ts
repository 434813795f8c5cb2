/** What waits for its time, as the server tells it, and the words for it: both fetched when somebody asks. */
import type { Rest } from '@hoolin/client';
import { isLanguage, translator, type Translate } from '@hoolin/ui/i18n';
import type et from './texts/et.json';

interface Waits {
  interaction: string;
  name: string;
  channel: string;
  agent: string | null;
  agent_name: string | null;
  due_at: number;
  text: string;
}
/** wakes: the customer's next word brings it back sooner. */
export interface Snoozed extends Waits {
  wakes: boolean;
}
/** unless_answered: the customer's next word takes it back. */
export interface Sending extends Waits {
  message: string;
  unless_answered: boolean;
}
/** zone: the site's clock. The totals count what is beyond the lists, too. */
export interface Waiting {
  at: number;
  zone: string;
  snoozed_total: number;
  sending_total: number;
  snoozed: readonly Snoozed[];
  sending: readonly Sending[];
}

export type Word = keyof typeof et;
export type Say = Translate<Word>;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Say> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default);
}

export const waiting = (rest: Rest, everybody = false): Promise<Waiting> => rest.ask('GET', `/later${everybody ? '?everybody=true' : ''}`);
