/** The day as the chart and the table show it. Instants are milliseconds. */
import type { Board } from '@hoolin/client';

export type Day = Board['day'];
export const SERIES = ['offered', 'answered', 'abandoned'] as const;
export type Series = (typeof SERIES)[number];

/** The first `steps` steps of a day. */
function first(day: Day, steps: number): Day {
  const [offered, answered, abandoned] = SERIES.map((series) => day[series].slice(0, Math.max(0, steps)));
  return { ...day, offered: offered!, answered: answered!, abandoned: abandoned! };
}

const gone = (day: Day, now: number): number => (now - day.start_at) / day.step_ms;

/** Steps that are over. What is to come is not zero but unknown, and a step under way would look like a fall. */
export const past = (day: Day, now: number): Day => first(day, Math.floor(gone(day, now)));

/**
 * How far the reader's clock is ahead of the site's, in milliseconds. The site's day begins at its own midnight, and is
 * shown by its own clock wherever the screen stands.
 */
export function ahead(day: Day): number {
  const start = new Date(day.start_at);
  return ((start.getHours() * 60 + start.getMinutes()) * 60 + start.getSeconds()) * 1_000;
}

/** All steps of the day by the site's clock, and each series with null where the day has not come to yet. */
export function columns(day: Day, now: number): { at: number[]; values: (number | null)[][] } {
  const done = past(day, now);
  const start = day.start_at - ahead(day);
  const at = day.offered.map((_, step) => start + step * day.step_ms);
  return { at, values: SERIES.map((series) => at.map((_, step) => done[series][step] ?? null)) };
}

export interface Hour {
  /** Its beginning, by the site's clock. */
  readonly at: number;
  /** Not over yet, so its figures will still grow. */
  readonly running: boolean;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
}

/** Sums by the hour, the newest first; the hour under way is among them, those to come are not. */
export function hours(day: Day, now: number): Hour[] {
  const begun = first(day, Math.floor(gone(day, now)) + 1);
  const size = Math.max(1, Math.round(3_600_000 / day.step_ms));
  const found: Hour[] = [];
  for (let step = 0; step < begun.offered.length; step += size) {
    const at = day.start_at + step * day.step_ms;
    const sum = (values: number[]): number => values.slice(step, step + size).reduce((one, other) => one + other, 0);
    const [offered, answered, abandoned] = SERIES.map((series) => sum(begun[series])) as [number, number, number];
    found.unshift({ at: at - ahead(day), running: now < at + size * day.step_ms, offered, answered, abandoned });
  }
  return found;
}

export function total(day: Day, series: Series): number {
  return day[series].reduce((one, other) => one + other, 0);
}
