/** The crosswalk as it is being written: which reasons must say where their contacts count from now on, and what is wrong with what is said. */
import type { Fault, Share, Went } from '../told.ts';
import { leaves, reasonIn, type Plan } from './plan.ts';

const CLOSE = 1e-6;

/** What is known of the version in force. noted: codes that contacts may have. used: contacts by code. beside: codes that causes or improvements have. */
export interface Before {
  readonly noted: ReadonlySet<string>;
  readonly used: Readonly<Record<string, number>>;
  readonly beside: ReadonlySet<string>;
}

/** Without any share that leads to what is gone; one of which nothing remains is gone itself. */
export const without = (crosswalk: readonly Went[], gone: ReadonlySet<string>): readonly Went[] =>
  crosswalk.map((one) => ({ ...one, to: one.to.filter(({ code }) => !gone.has(code)) })).filter(({ to }) => to.length);

export const wentOf = ({ crosswalk }: Plan, code: string): readonly Share[] => crosswalk.find((one) => one.code === code)?.to ?? [];

/** Whether anybody has it: then it cannot just go. */
export const isUsed = ({ used, beside }: Before, code: string): boolean => (used[code] ?? 0) > 0 || beside.has(code);

/** Those that contacts may have no longer though somebody has them, and that do not say yet where they went. */
export function unanswered(plan: Plan, before: Before): readonly string[] {
  const now = new Set([...leaves(plan).map(({ code }) => code), ...plan.crosswalk.map(({ code }) => code)]);
  return [...before.noted].filter((code) => !now.has(code) && isUsed(before, code));
}

/** Of a reason that contacts may have now: whether it is to be asked where they count from now on, or was answered. */
export const isAsked = (plan: Plan, before: Before, code: string): boolean =>
  before.noted.has(code) && (wentOf(plan, code).length > 0 || unanswered(plan, before).includes(code));

export const whole = (to: readonly Share[]): number => to.reduce((sum, { share }) => sum + (Number.isFinite(share) ? share : 0), 0);

/** What the server would refuse a crosswalk for, as far as it can be known here. */
export function wentFaults(plan: Plan, before: Before): Fault[] {
  const found: Fault[] = [];
  const fault = (place: string, why: string, said = ''): void => void found.push({ place, why, said });
  const choosable = new Set(leaves(plan).map(({ code }) => code));
  for (const code of unanswered(plan, before)) fault(code, 'in_use', String(before.used[code] ?? 0));
  for (const { code, to } of plan.crosswalk) {
    const targets = to.map((part) => part.code);
    if (!before.noted.has(code)) fault(code, 'went_from_nothing');
    for (const target of new Set(targets)) {
      if (!choosable.has(target)) fault(code, 'went_to_no_leaf', target);
      if (targets.indexOf(target) !== targets.lastIndexOf(target)) fault(code, 'went_twice', target);
    }
    if (targets.length === 1 && targets[0] === code) fault(code, 'went_nowhere');
    if (to.some(({ share }) => !(share > 0 && share <= 1))) fault(code, 'went_share');
    else if (Math.abs(whole(to) - 1) > CLOSE) fault(code, 'shares_not_whole', String(Math.round(whole(to) * 1e4) / 100));
  }
  return found;
}

/** A reason that stays needs no answer when all of its contacts stay: such an answer is let go. */
export const needless = (plan: Plan, code: string, to: readonly Share[]): boolean => reasonIn(plan, code) !== undefined && to.every((part) => part.code === code);
