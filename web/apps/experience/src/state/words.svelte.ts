/** The language of the pages: the words of all of them and of the one that is shown, and the names of figures. */
import { isLanguage, preferred, translator, type Language, type Strings, type Translate } from '@hoolin/ui/i18n';
import type { Definition } from '../figures/told.ts';
import type et from '../i18n/et.json';

type Key = keyof typeof et;

/** One file of words for each language, fetched when it is needed. */
export type Texts = Readonly<Record<Language, () => Promise<{ default: unknown }>>>;

const SHARED: Texts = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};
/** The same place as the desk's: whoever uses both on one device speaks one language. */
const SAVED = 'hoolin.language';
const WRITTEN: Readonly<Record<Language, string>> = { et: 'et-EE', ru: 'ru-RU', en: 'en-GB' };

/** K: the keys of the page's own words, beside those that all pages share. */
export class Words<K extends string = never> {
  #language = $state<Language>('et');
  #strings = $state.raw<Strings>({});
  #definitions = $state.raw<Readonly<Record<string, Definition>>>({});
  #page: Texts | null = null;
  #t = $derived(translator<Key | K>(this.#language, this.#strings as Record<Key | K, string>));

  /** What the address asks for (`?language=et`) or was chosen here; it is stronger than the person's own. */
  static asked(): Language | undefined {
    return [new URLSearchParams(location.search).get('language'), localStorage.getItem(SAVED)].find(isLanguage);
  }

  static remembered(): Language {
    return Words.asked() ?? preferred(navigator.languages);
  }

  get language(): Language {
    return this.#language;
  }

  get t(): Translate<Key | K> {
    return this.#t;
  }

  async use(language: string, page = this.#page): Promise<void> {
    if (!isLanguage(language)) return;
    const files = await Promise.all([SHARED, page].map((texts) => texts?.[language]()));
    this.#page = page;
    this.#strings = Object.assign({}, ...files.map((file) => file?.default)) as Strings;
    this.#language = language;
    document.documentElement.lang = language;
  }

  /** Another page is to be shown: its words in place of the last one's. */
  turn(page: Texts): Promise<void> {
    return this.use(this.#language, page);
  }

  async choose(language: string): Promise<void> {
    await this.use(language);
    localStorage.setItem(SAVED, language);
  }

  define(definitions: Readonly<Record<string, Definition>>): void {
    this.#definitions = definitions;
  }

  definition(code: string): Definition | undefined {
    return this.#definitions[code];
  }

  /** A figure's or an item's name; a code that we do not know is shown as it is written. */
  figure(code: string): string {
    return this.#definitions[code]?.name[this.#language] || code;
  }

  /** A channel, a criterion, a queue, a reason. */
  named(kind: 'channel' | 'criterion' | 'queue' | 'reason', code: string): string {
    const key = `${kind}.${code}`;
    const written = code.replaceAll('_', ' ');
    return key in this.#strings ? this.t(key as Key) : written.charAt(0).toUpperCase() + written.slice(1);
  }

  /** What to do about a refusal: by its code, else in general. */
  error(code: string): string {
    const key = `error.${code}`;
    return this.t((key in this.#strings ? key : 'error.other') as Key, { code });
  }

  moment(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.#language], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  time(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.#language], { timeStyle: 'short' }).format(at);
  }

  day(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.#language], { dateStyle: 'medium' }).format(at);
  }
}
