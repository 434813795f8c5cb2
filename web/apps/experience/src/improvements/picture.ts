/** The picture of an effect: its lines, and what it says to those who do not see it. */
import type { Effect, Picture, Point } from './told.ts';
import type { Says } from './words.ts';

/** A day, or a week or month that begins with it. without: how many would have come without the change, with the interval; null where that is not known. */
export interface Step {
  day: string;
  count: number;
  without: { value: number; low: number; high: number } | null;
}
/** per: of so many customers; 1 where they are contacts. */
export interface Made {
  steps: readonly Step[];
  step: Picture['step'];
  per: number;
}
const DAY = 86_400_000;
/** More than these are drawn as weeks. */
const STEPS_MAX = 120;

/** A day as an instant; the same in every time zone. */
export const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Weeks counted from the day it shipped, so that none lies on both sides of it; those that are not whole are left out. */
function weekly(points: readonly Point[], shipped: string): Point[] {
  const weeks = new Map<number, Point[]>();
  for (const one of points) {
    const week = Math.floor((msOf(one.day) - msOf(shipped)) / (7 * DAY));
    weeks.set(week, [...(weeks.get(week) ?? []), one]);
  }
  const sum = (ones: Point[], of: 'contacts' | 'customers'): number => ones.reduce((all, one) => all + (one[of] ?? 0), 0);
  return [...weeks]
    .filter(([, ones]) => ones.length === 7)
    .sort(([a], [b]) => a - b)
    .map(([week, ones]) => ({ day: dayAt(msOf(shipped) + week * 7 * DAY), contacts: sum(ones, 'contacts'), customers: ones[0]!.customers === null ? null : sum(ones, 'customers') }));
}

const asMade = ({ dates, rate, expected, low, high, step, per }: Picture): Made => ({
  steps: dates.map((day, at) => ({ day, count: rate[at]!, without: { value: expected[at]!, low: low[at]!, high: high[at]! } })),
  step,
  per,
});

/** The picture as the server made it; else what was counted, step by step, and what have come without the change, spread over the steps since, by how many customers there were. */
export function stepped({ step, points, verdict, picture }: Pick<Effect, 'step' | 'points' | 'verdict' | 'picture'>, shipped: string): Made {
  if (picture) return asMade(picture);
  const asWeeks = step === 'week' || points.length > STEPS_MAX;
  const ones = step === 'day' && asWeeks ? weekly(points, shipped) : points;
  const after = ones.filter(({ day }) => day >= shipped);
  const counted = after.reduce((all, one) => all + one.contacts, 0);
  const weight = after.reduce((all, one) => all + (one.customers ?? 1), 0);
  // Weeks that are not whole are not drawn: what was avoided in them neither.
  const all = points.filter(({ day }) => day >= shipped).reduce((sum, one) => sum + one.contacts, 0);
  const part = all ? counted / all : 1;
  const would = (avoided: number, one: Point): number => (Math.max(0, counted + avoided * part) * (one.customers ?? 1)) / weight;
  return {
    step: asWeeks ? 'week' : 'day',
    per: 1,
    steps: ones.map((one) => ({
      day: one.day,
      count: one.contacts,
      without: one.day < shipped ? null : { value: would(verdict.avoided, one), low: would(verdict.avoided_low, one), high: would(verdict.avoided_high, one) },
    })),
  };
}

type To = (value: number) => number;

export const line = (steps: readonly Step[], x: To, y: To): string => steps.map((one) => `${x(msOf(one.day))},${y(one.count)}`).join(' ');
export const without = (steps: readonly Step[], x: To, y: To): string => steps.flatMap((one) => (one.without ? [`${x(msOf(one.day))},${y(one.without.value)}`] : [])).join(' ');

/** From the first step to the last along the upper ends, and back along the lower ones. */
export function band(steps: readonly Step[], x: To, y: To): string {
  const edge = (end: 'low' | 'high'): string[] => steps.flatMap((one) => (one.without ? [`${x(msOf(one.day))},${y(one.without[end])}`] : []));
  return [...edge('high'), ...edge('low').reverse()].join(' ');
}

/** Round numbers from nothing to what holds the highest. */
export function ticks(highest: number): number[] {
  const rough = Math.max(1, highest) / 4;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * ten).find((one) => one >= rough)!);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, at) => at * step);
}

/** How many came in a step on the whole before it shipped, and since; and how many would have come since. */
export function pictured({ steps, step: kind, per }: Made, shipped: string, { t, language }: Says): string {
  const mean = (values: number[]): number => (values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : 0);
  const before = mean(steps.filter(({ day }) => day < shipped).map(({ count }) => count));
  const after = steps.filter(({ day }) => day >= shipped);
  const [is, would] = [mean(after.map(({ count }) => count)), mean(after.flatMap((one) => (one.without ? [one.without.value] : [])))];
  const step = [t(`a_${kind}`), ...(per === 1 ? [] : [t('of_customers', { n: per })])].join(' ');
  const number = (value: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  if (!after.length || !would) return t('pictured_before', { was: number(before), step });
  return t('pictured', { was: number(before), is: number(is), without: number(would), step });
}
