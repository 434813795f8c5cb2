/** The words of a call, which travel with it and only in the language that is spoken. */

import type { Entry, Language, Translate } from '@hoolin/ui/i18n';
import type et from '../i18n/call-et.json';

export type CallKey = keyof typeof et;
export type CallWords = Readonly<Record<CallKey, Entry>>;
export type SayCall = Translate<CallKey>;

const chunks: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('../i18n/call-et.json'),
  ru: () => import('../i18n/call-ru.json'),
  en: () => import('../i18n/call-en.json'),
};

export async function fetchCallWords(language: Language): Promise<CallWords> {
  return (await chunks[language]()).default as CallWords;
}
