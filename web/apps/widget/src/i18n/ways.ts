/** The words of the choice board, which travel with it and only in the language that is spoken. */

import type { Entry, Language, Translate } from '@hoolin/ui/i18n';
import type et from './ways-et.json';

export type WayKey = keyof typeof et;
export type WayWords = Readonly<Record<WayKey, Entry>>;
export type SayWays = Translate<WayKey>;

const chunks: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('./ways-et.json'),
  ru: () => import('./ways-ru.json'),
  en: () => import('./ways-en.json'),
};

export async function fetchWayWords(language: Language): Promise<WayWords> {
  return (await chunks[language]()).default as WayWords;
}
