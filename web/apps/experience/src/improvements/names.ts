/** How codes are called. */
import type { Exposure } from './told.ts';
import type { ImprovementWords } from './words.ts';

export const names = ({ named, language }: ImprovementWords): Record<'channel' | 'queue' | 'language', (code: string) => string> => ({
  channel: (code) => named('channel', code),
  queue: (code) => named('queue', code),
  language: (code) => new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code,
});

/** Who gets it, in words. */
export const whoTold = ({ by, code }: Exposure, words: ImprovementWords): string =>
  by && code ? words.t(`who_only_${by}`, { code: names(words)[by](code) }) : words.t('who_everyone');

/** `2026-11-30` as a day is written; the same day in every time zone. */
export const dayTold = (day: string, words: ImprovementWords): string => words.day(new Date(`${day}T12:00:00`).getTime());
