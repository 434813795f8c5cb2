/** The words of this page, and how it writes what it counts. */
import { WRITTEN, type Language } from '@hoolin/ui/i18n';
import { withKeeping, type KeepingKey } from '../keeping/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type et from './texts/et.json';
import type { Plain } from './told.ts';

export type ReasonKey = keyof typeof et | KeepingKey;
export type ReasonWords = Words<ReasonKey>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});

/** How exactly a number is told: two figures say all that there is to know of what is less than ten. */
const digits = (value: number): number => (Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1);

export const number = (value: number, language: Language, fraction = digits(value)): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: fraction }).format(value);
/** A rate: of less than one the first figure says what is known. */
export const rate = (value: number, language: Language): string =>
  Math.abs(value) < 1 ? new Intl.NumberFormat(language, { maximumSignificantDigits: 1 }).format(value) : number(value, language);
/** How many to one, where a tenth already matters. */
export const times = (value: number, language: Language): string => number(value, language, 2);
export const hours = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'hour', unitDisplay: 'short', maximumFractionDigits: digits(value) }).format(value);
export const minutes = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
export const percent = (share: number, language: Language, fraction = 0): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: fraction }).format(share);

/** `33–50`, without the unit that stands at the value; `69–78 %` of shares. */
export function reach({ low, high }: Plain, of: 'hours' | 'minutes' | 'rate' | 'share' | 'times', language: Language): string {
  if (of === 'share') return `${number(100 * low, language, 0)}–${percent(high, language)}`;
  const write = (value: number): string => (of === 'times' ? times : of === 'rate' ? rate : number)(value, language);
  return `${write(low)}–${write(high)}`;
}

/** A day as the server writes it, in the reader's manner. */
export const dayAt = (day: string): number => new Date(`${day.slice(0, 10)}T00:00`).getTime();
export const shortDay = (at: number, language: Language): string => new Intl.DateTimeFormat(WRITTEN[language], { day: 'numeric', month: 'numeric' }).format(at);
