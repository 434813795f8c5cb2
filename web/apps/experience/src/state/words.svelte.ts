/** The page's language, and the names of figures in it. */
import { isLanguage, preferred, translator, type Language, type Strings, type Translate } from '@hoolin/ui/i18n';
import type et from '../i18n/et.json';
import type { Definition } from '../figures/told.ts';

export type Key = keyof typeof et;

const FILES: Record<Language, () => Promise<{ default: unknown }>> = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};
/** The same place as the desk's: whoever uses both on one device speaks one language. */
const SAVED = 'hoolin.language';

export class Words {
  #language = $state<Language>('et');
  #strings = $state.raw<Strings>({});
  #definitions = $state.raw<Readonly<Record<string, Definition>>>({});
  #t = $derived(translator<Key>(this.#language, this.#strings as Record<Key, string>));

  static remembered(): Language {
    const asked = new URLSearchParams(location.search).get('language');
    return [asked, localStorage.getItem(SAVED)].find(isLanguage) ?? preferred(navigator.languages);
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
    this.#strings = strings as Strings;
    this.#language = language;
    document.documentElement.lang = language;
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
    const name = this.#definitions[code]?.name[this.#language];
    return name || code;
  }

  /** A channel, a line, a criterion. */
  named(kind: 'channel' | 'criterion', code: string): string {
    const key = `${kind}.${code}`;
    const written = code.replaceAll('_', ' ');
    return key in this.#strings ? this.t(key as Key) : written.charAt(0).toUpperCase() + written.slice(1);
  }
}
