/** The page's language: its words, and how it writes times. The same place as the desk's remembers it. */
import { isLanguage, preferred, translator, type Language, type Strings, type Translate } from '@hoolin/ui/i18n';
import type et from '../i18n/et.json';

export type Key = keyof typeof et;
type File = { default: Strings };

const FILES: Record<Language, () => Promise<File>> = {
  et: () => import('../i18n/et.json') as Promise<File>,
  ru: () => import('../i18n/ru.json') as Promise<File>,
  en: () => import('../i18n/en.json') as Promise<File>,
};
const SAVED = 'hoolin.language';
const WRITTEN: Record<Language, string> = { et: 'et-EE', ru: 'ru-RU', en: 'en-GB' };

export class Words {
  #language = $state<Language>('et');
  #strings = $state.raw<Strings>({});
  #t = $derived(translator<Key>(this.#language, this.#strings as Record<Key, string>));

  static remembered(): Language {
    const saved = localStorage.getItem(SAVED);
    return isLanguage(saved) ? saved : preferred(navigator.languages);
  }

  get language(): Language {
    return this.#language;
  }

  get t(): Translate<Key> {
    return this.#t;
  }

  async use(language: string): Promise<void> {
    if (!isLanguage(language)) return;
    const { default: strings } = await FILES[language]();
    this.#strings = strings;
    this.#language = language;
    document.documentElement.lang = language;
    localStorage.setItem(SAVED, language);
  }

  /** A word for a code of a list; a code that we do not know is shown as it is written. */
  of(list: 'kind' | 'exit' | 'field' | 'problem' | 'why' | 'channel' | 'error' | 'choice', code: string): string {
    const key = `${list}.${code}`;
    return key in this.#strings ? this.t(key as Key) : code;
  }

  /** What to do about a refusal: by its code, else in general. */
  error(code: string): string {
    const key = `error.${code}`;
    return this.t((key in this.#strings ? key : 'error.other') as Key);
  }

  moment(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.#language], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  number(value: number): string {
    return new Intl.NumberFormat(WRITTEN[this.#language], { maximumFractionDigits: 1 }).format(value);
  }
}
