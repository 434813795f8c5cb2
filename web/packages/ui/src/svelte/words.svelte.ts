/** A page's words in the language that it speaks; each page adds how it says what only it says. */
import { isLanguage, preferred, translator, type Language, type Strings, type Translate } from '../i18n.ts';

/** The same for all pages: whoever uses several of them on one device speaks one language. */
const SAVED = 'hoolin.language';

export class PageWords<K extends string> {
  #language = $state<Language>('et');
  #strings = $state.raw<Strings>({});
  #t = $derived(translator<K>(this.#language, this.#strings as Record<K, string>));
  #asked = 0;
  #wanted: Language | null = null;
  #coming: Promise<void> = Promise.resolve();

  constructor(private readonly files: Readonly<Record<Language, () => Promise<{ default: unknown }>>>) {}

  /** What the address asks for (a screen on a wall has no hands), else what was chosen on this device. */
  static chosen(): Language | undefined {
    return [new URLSearchParams(location.search).get('language'), localStorage.getItem(SAVED)].find(isLanguage);
  }

  /** The same, else what the browser prefers. */
  static remembered = (): Language => this.chosen() ?? preferred(navigator.languages);

  get language(): Language {
    return this.#language;
  }

  /** That is spoken, or will be once its words have come. */
  protected get wanted(): Language {
    return this.#wanted ?? this.#language;
  }

  get t(): Translate<K> {
    return this.#t;
  }

  /** Speak it from now on, or once its words have come. Where another one, or another page's words, are wanted by then, it is done when those have come. */
  async use(language: string): Promise<void> {
    if (isLanguage(language)) await (this.#coming = this.#fetch(language));
  }

  async #fetch(language: Language): Promise<void> {
    const asked = ++this.#asked;
    this.#wanted = language;
    const strings = await this.strings(language);
    if (asked !== this.#asked) return this.#coming;
    this.#strings = strings;
    this.#language = language;
    document.documentElement.lang = language;
  }

  /** It is this person's language: it is remembered. */
  async choose(language: string): Promise<void> {
    await this.use(language);
    if (isLanguage(language)) localStorage.setItem(SAVED, language);
  }

  protected strings = async (language: Language): Promise<Strings> => (await this.files[language]()).default as Strings;

  /** The word of this name, where there is one. */
  protected word = (key: string): string | undefined => (key in this.#strings ? this.t(key as K) : undefined);

  /** A word from a list that the site configured; a code that we do not know is shown as it is written. */
  protected listed(list: string, code: string): string {
    const written = code.replaceAll('_', ' ');
    return this.word(`${list}.${code}`) ?? written.charAt(0).toUpperCase() + written.slice(1);
  }
}
