/** Before it ships: whether anybody will ever know that it worked, in words. */
import type { Plan } from './told.ts';
import { percent } from './verdict.ts';
import type { Says } from './words.ts';

/** Asked as "of ten contacts, how many fewer"; a share to those who count. */
export const ofTen = (drop: number | null): number | null => (drop === null ? null : Math.round(drop * 1_000) / 100);
export const shareOf = (ten: number | null): number | null => (ten === null || !Number.isFinite(ten) ? null : Math.round(ten * 100) / 1_000);

/** `after 8 weeks a drop of 12 %`, for each time that is looked at. */
export const horizon = ({ weeks, smallest_drop }: Plan['weeks'][number], { t, language }: Says): string =>
  smallest_drop === null ? t('horizon_none', { n: weeks }) : t('horizon', { n: weeks, drop: percent(smallest_drop, language) });

/** How far ahead anything can be told; 0: nothing can. */
export const foreseen = ({ weeks }: Plan): number => weeks.findLast(({ smallest_drop }) => smallest_drop !== null)?.weeks ?? 0;

/** The first time that is looked at by which a drop would be seen; null: none. */
export const seenAfter = ({ weeks }: Plan, drop: number): number | null =>
  weeks.find(({ smallest_drop }) => smallest_drop !== null && smallest_drop <= drop)?.weeks ?? null;

/** What is to be expected of the drop that is written, or is being written. written: the one that the server has counted with. */
export function foretold(plan: Plan, drop: number | null, written: number | null, { t, language }: Says): string {
  const far = foreseen(plan);
  if (!far) return t('plan_none');
  if (drop === null) return t('plan_no_drop');
  const told = { drop: percent(drop, language) };
  const weeks = drop === written ? plan.needed_weeks : seenAfter(plan, drop);
  if (weeks !== null) return t('plan_weeks', { n: weeks, ...told });
  return drop === written && far === plan.weeks.at(-1)?.weeks ? t('plan_never', told) : t('plan_not_by_then', { n: far, ...told });
}

/** Whether a drop will not be known however long one waits. */
export const isNever = (plan: Plan, drop: number | null, written: number | null): boolean => drop !== null && foreseen(plan) > 0 && (drop === written ? plan.needed_weeks === null : seenAfter(plan, drop) === null);
