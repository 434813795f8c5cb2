/** The picture of an effect: its lines, and what it says to those who do not see it. */
import type { Picture } from './told.ts';
import type { Says } from './words.ts';

/** A day, or a week or month that begins with it. without: what would have come without the change, with its interval. */
export interface Step {
  day: string;
  count: number;
  without: { value: number; low: number; high: number };
}

/** A day as an instant; the same in every time zone. */
export const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const stepped = ({ dates, rate, expected, low, high }: Picture): readonly Step[] =>
  dates.map((day, at) => ({ day, count: rate[at]!, without: { value: expected[at]!, low: low[at]!, high: high[at]! } }));

type To = (value: number) => number;

export const line = (steps: readonly Step[], x: To, y: To): string => steps.map((one) => `${x(msOf(one.day))},${y(one.count)}`).join(' ');
export const without = (steps: readonly Step[], x: To, y: To): string => steps.map((one) => `${x(msOf(one.day))},${y(one.without.value)}`).join(' ');

/** From the first step to the last along the upper ends, and back along the lower ones. */
export function band(steps: readonly Step[], x: To, y: To): string {
  const edge = (end: 'low' | 'high'): string[] => steps.map((one) => `${x(msOf(one.day))},${y(one.without[end])}`);
  return [...edge('high'), ...edge('low').reverse()].join(' ');
}

/** How many came in a step on the whole before it shipped, and since; and how many would have come since. */
export function pictured(picture: Picture, shipped: string, { t, language }: Says): string {
  const { step: kind, per } = picture;
  const steps = stepped(picture);
  const mean = (values: number[]): number => (values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : 0);
  const before = mean(steps.filter(({ day }) => day < shipped).map(({ count }) => count));
  const after = steps.filter(({ day }) => day >= shipped);
  const [is, would] = [mean(after.map(({ count }) => count)), mean(after.map((one) => one.without.value))];
  const step = [t(`a_${kind}`), ...(per === 1 ? [] : [t('of_customers', { n: per })])].join(' ');
  const number = (value: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  if (!after.length || !would) return t('pictured_before', { was: number(before), step });
  return t('pictured', { was: number(before), is: number(is), without: number(would), step });
}
