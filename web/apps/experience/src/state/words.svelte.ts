/** The words of all pages and of the one that is shown, and the names of figures. */
import { WRITTEN, type Language, type Strings } from '@hoolin/ui/i18n';
import { PageWords } from '@hoolin/ui/svelte/words.svelte.ts';
import type { Definition } from '../figures/told.ts';
import type et from '../i18n/et.json';

type Key = keyof typeof et;

/** One file of words for each language, fetched when it is needed. */
export type Texts = Readonly<Record<Language, () => Promise<{ default: unknown }>>>;

/** Several such files as one; of a word that is in several the last one holds. */
export const together = (...all: Texts[]): Texts => {
  const files = (language: Language) => async (): Promise<{ default: unknown }> => {
    const found = await Promise.all(all.map((texts) => texts[language]()));
    return { default: Object.assign({}, ...found.map((file) => file.default)) as unknown };
  };
  return { et: files('et'), ru: files('ru'), en: files('en') };
};

const SHARED: Texts = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};

/** A reason as the site's tree calls it. */
export interface NamedReason {
  readonly code: string;
  readonly name: Readonly<Partial<Record<Language, string>>>;
}

/** K: the keys of the page's own words, beside those that all pages share. */
export class Words<K extends string = never> extends PageWords<Key | K> {
  #definitions = $state.raw<Readonly<Record<string, Definition>>>({});
  #reasons = $state.raw<ReadonlyMap<string, NamedReason['name']>>(new Map());
  #page: Texts | null = null;

  constructor() {
    super(SHARED);
  }

  protected override strings = async (language: Language): Promise<Strings> => {
    const { default: found } = await together(SHARED, ...(this.#page ? [this.#page] : []))[language]();
    return found as Strings;
  };

  /** Another page is to be shown: its words in place of the last one's. */
  async turn(page: Texts): Promise<void> {
    this.#page = page;
    await this.use(this.wanted);
  }

  define(definitions: Readonly<Record<string, Definition>>): void {
    this.#definitions = definitions;
  }

  definition(code: string): Definition | undefined {
    return this.#definitions[code];
  }

  /** A figure's or an item's name; a code that we do not know is shown as it is written. */
  figure(code: string): string {
    return this.#definitions[code]?.name[this.language] || code;
  }

  /** What the site itself calls its reasons, those of before as well. */
  callReasons(reasons: readonly NamedReason[]): void {
    this.#reasons = new Map(reasons.map(({ code, name }) => [code, name]));
  }

  /** A channel, a criterion, a queue, a reason; a reason as the site calls it, else by a word that is known here. */
  named = (kind: 'channel' | 'criterion' | 'queue' | 'reason', code: string): string => {
    const called = kind === 'reason' && this.#reasons.get(code)?.[this.language];
    return called && called !== code ? called : this.listed(kind, code);
  };

  /** What to do about a refusal: by its code, else in general. */
  error = (code: string): string => this.word(`error.${code}`) ?? this.t('error.other', { code });

  moment(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.language], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  time(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.language], { timeStyle: 'short' }).format(at);
  }

  day(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.language], { dateStyle: 'medium' }).format(at);
  }
}
