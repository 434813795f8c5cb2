/** The words of a page in one language: a text, or one text for each plural category that the language has. */
export type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Strings = Readonly<Record<string, Entry>>;
export type Values = Readonly<Record<string, string | number>>;
export type Translate<K extends string = string> = (key: K, values?: Values) => string;

/** `{name}` stands for a value; an entry with plural forms is chosen by the value called `n`. */
export function translator<K extends string>(language: string, strings: Readonly<Record<K, Entry>>): Translate<K> {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, values = {}) => {
    const entry: Entry = strings[key] ?? key;
    const text = typeof entry === 'string' ? entry : (entry[plural.select(Number(values['n']))] ?? entry.other ?? key);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'number' ? number.format(value) : value;
    });
  };
}

export const LANGUAGES = ['et', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How each language calls itself: a person who cannot read the page must still find their own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { et: 'Eesti', ru: 'Русский', en: 'English' };

/** How days and hours are written: as in Europe, whoever speaks. */
export const WRITTEN: Readonly<Record<Language, string>> = { et: 'et-EE', ru: 'ru-RU', en: 'en-GB' };

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** The first language that we speak among those the reader prefers (`['ru-RU', 'en']` → `ru`), else Estonian. */
export function preferred(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'et';
}
