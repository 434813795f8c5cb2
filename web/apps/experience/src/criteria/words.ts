/** The words of this page, and how it says what the register counts in. */
import { amount } from '@hoolin/ui/figures';
import { withKeeping, type KeepingKey } from '../keeping/words.ts';
import type { Words } from '../state/words.svelte.ts';
import type { Names } from './lines.ts';
import type et from './texts/et.json';
import type { Formula, Item, Kind, Source, Version } from './told.ts';

export type CriteriaWords = Words<keyof typeof et | KeepingKey>;

export const texts = withKeeping({
  et: () => import('./texts/et.json'),
  ru: () => import('./texts/ru.json'),
  en: () => import('./texts/en.json'),
});

export const percent = (words: CriteriaWords, share: number): string => amount(share, 'share', words.language);

/** A time in minutes or seconds, a number, or minutes. */
export function aim({ t }: CriteriaWords, item: Item | undefined, target: number): string {
  if (item?.scale === 'minutes') return t('in_minutes', { n: String(target) });
  if (item?.scale !== 'ms') return t('in_number', { n: String(target) });
  return target && target % 60_000 === 0 ? t('in_minutes', { n: String(target / 60_000) }) : t('in_seconds', { n: String(target / 1_000) });
}

export const namesOf = (words: CriteriaWords): Names => ({
  language: words.language,
  criterion: (code) => words.named('criterion', code),
  source: (code) => words.t(`source_${code as Source}`),
  scale: (code) => words.t(`scale_${code as Kind}`),
  formula: (code) => words.t(`formula_${code as Formula}`),
  target: (item, target) => aim(words, item, target),
  share: (share) => percent(words, share),
  say: words.t,
});

export const who = (names: Readonly<Record<string, string>>, { by }: Version): string => names[by] ?? (by === 'system' ? 'Hoolin' : by);
