/** Texts in the customer's language: one JSON file per language, of which only the one that is spoken travels. */

import type { Entry, Language, Translate } from '@hoolin/ui/i18n';
import type et from './et.json';

export type Key = keyof typeof et;
export type Words = Readonly<Record<Key, Entry>>;
export type Say = Translate<Key>;

const chunks: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('./et.json'),
  ru: () => import('./ru.json'),
  en: () => import('./en.json'),
};

export async function fetchWords(language: Language): Promise<Words> {
  return (await chunks[language]()).default as Words;
}
