/** The board's language, and how it writes numbers, times and lengths of time. */
import { isLanguage, preferred, translator, type Language, type Strings, type Translate } from '@hoolin/ui/i18n';
import type et from '../i18n/et.json';

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
  #t = $derived(translator<Key>(this.#language, this.#strings as Record<Key, string>));

  /** What the address asks for (a screen on a wall has no hands), else what was used here last, else the browser's. */
  static remembered(): Language {
    const asked = new URLSearchParams(location.search).get('language');
    const saved = localStorage.getItem(SAVED);
    return [asked, saved].find(isLanguage) ?? preferred(navigator.languages);
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

  /** The person at the screen chooses, so it is remembered. */
  async choose(language: string): Promise<void> {
    await this.use(language);
    localStorage.setItem(SAVED, language);
  }

  /** A queue's name; a code that we do not know is shown as it is written. */
  queue(code: string): string {
    const key = `queue.${code}`;
    const written = code.replaceAll('_', ' ');
    return key in this.#strings ? this.t(key as Key) : written.charAt(0).toUpperCase() + written.slice(1);
  }
}
