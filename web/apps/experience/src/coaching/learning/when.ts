/** When a step is due, as it is said: in days of work, and on which day that probably is. */
import { WRITTEN } from '@hoolin/ui/i18n';
import type { StepTold } from './told.ts';
import type { LearningWords } from './words.ts';

const written = (day: string, language: keyof typeof WRITTEN, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(WRITTEN[language], { timeZone: 'UTC', ...how }).format(new Date(`${day}T12:00Z`));

export function whenTold({ standing, in_days, expected, due }: StepTold, { t, language }: LearningWords): string {
  if (standing === 'left') return t('left_from', { n: String(due) });
  if (standing !== 'later') return '';
  const count = in_days === 1 ? t('when_next') : t('when_in', { n: in_days });
  if (!expected) return count;
  const probably =
    expected.exact === 'day'
      ? t('when_probably', { day: written(expected.day, language, { weekday: 'long', day: 'numeric', month: 'long' }) })
      : t('when_week', { day: written(expected.day, language, { day: 'numeric', month: 'long' }) });
  return `${count} (${probably})`;
}
