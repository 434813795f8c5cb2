/** Scorecards and plans as data: what can be changed about them, what is wrong with their form, and two changes put together. */
import type { Fault, Items, Line, Plan, Rules, Said, Scorecard } from '../told.ts';

export const APPEAL_DAYS = { min: 1, max: 90 };
export const PER_MILLE = { min: 1, max: 1_000 };
export const PERCENT = { min: 0, max: 100 };
export const LINES_MAX = 30;

export const nothingSaid = (): Said => ({ et: '', ru: '', en: '' });
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A code that nothing else has: `card-3`. */
export function freeCode(stem: string, taken: readonly { code: string }[]): string {
  const codes = new Set(taken.map(({ code }) => code));
  for (let number = taken.length + 1; ; number++) if (!codes.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

export const newLine = (item: string): Line => ({ item, weight: 1, definition: nothingSaid(), passes: nothingSaid(), fails: nothingSaid() });
export const newCard = (rules: Rules): Scorecard => ({ code: freeCode('card', rules.scorecards), name: nothingSaid(), lines: [] });
export const newPlan = (rules: Rules): Plan => ({
  code: freeCode('plan', rules.plans),
  scorecard: rules.scorecards[0]?.code ?? '',
  per_mille: 20,
  kind: 'every',
  queues: [],
  channels: [],
  double: 10,
  used: true,
});

export const replaced = <T>(list: readonly T[], at: number, one: T): T[] => list.map((was, place) => (place === at ? one : was));
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, place) => place !== at);
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const one = list[at];
  return one === undefined || !(at + by in list) ? [...list] : without(list, at).toSpliced(at + by, 0, one);
}

const within = (value: number, { min, max }: { min: number; max: number }): boolean => Number.isInteger(value) && value >= min && value <= max;

/** What the server could not even read; while there is any of it, it is not asked. */
export function malformed({ scorecards, plans, appeal_days }: Rules): Fault[] {
  const found: Fault[] = [];
  for (const list of [scorecards, plans]) {
    for (const { code } of list) if (!code.trim()) found.push({ in: code, code: 'code_missing', about: 'code' });
  }
  for (const { code, lines } of scorecards) {
    if (!lines.length) found.push({ in: code, code: 'no_lines', about: 'lines' });
    for (const { item, weight } of lines) if (!within(weight, PERCENT)) found.push({ in: code, code: 'weight_range', about: item });
  }
  for (const { code, per_mille, double } of plans) {
    if (!within(per_mille, PER_MILLE)) found.push({ in: code, code: 'per_mille_range', about: 'per_mille' });
    if (!within(double, PERCENT)) found.push({ in: code, code: 'double_range', about: 'double' });
  }
  if (!within(appeal_days, APPEAL_DAYS)) found.push({ in: '', code: 'days_range', about: 'appeal_days' });
  return found;
}

/** A fault of a plan is told by its code alone; a scorecard may be called the same. */
const OF_PLANS: readonly string[] = ['no_such_scorecard', 'no_such_queue', 'no_such_channel', 'per_mille_range', 'double_range'];
const OF_BOTH: readonly string[] = ['code_twice', 'code_missing'];
export const ofCard = (faults: readonly Fault[], { code }: Scorecard): Fault[] => faults.filter((fault) => fault.in === code && fault.code !== 'days_range' && !OF_PLANS.includes(fault.code));
export const ofPlan = (faults: readonly Fault[], { code }: Plan): Fault[] => faults.filter((fault) => fault.in === code && [...OF_PLANS, ...OF_BOTH].includes(fault.code));

/** Items that a scorecard may still take up, by their codes. */
export const freeItems = ({ lines }: Scorecard, items: Items): string[] => Object.keys(items).filter((item) => lines.every((line) => line.item !== item));

// ── two at once ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Merged {
  rules: Rules;
  /** What both have changed, each in their own way: `scorecards/usual`. */
  both: string[];
  /** What they have changed. */
  theirs: string[];
}

/** Two changes of the same rules: whatever only one has changed is as they want it; where both have, mine holds, unless theirs is asked for. */
export function merge(base: Rules, mine: Rules, theirs: Rules, preferTheirs: ReadonlySet<string>): Merged {
  const both: string[] = [];
  const changed: string[] = [];
  const pick = <T>(name: string, was: T, my: T, their: T): T => {
    if (!same(their, was)) changed.push(name);
    if (same(my, was) || same(my, their)) return their;
    if (same(their, was)) return my;
    both.push(name);
    return preferTheirs.has(name) ? their : my;
  };
  const list = <T extends { code: string }>(name: string, was: readonly T[], my: readonly T[], their: readonly T[]): T[] => {
    const [one, two, three] = [keyed(was), keyed(my), keyed(their)];
    const codes = new Set([...three.keys(), ...two.keys(), ...one.keys()]);
    return [...codes].map((code) => pick(`${name}/${code}`, one.get(code), two.get(code), three.get(code))).filter((found) => found !== undefined);
  };
  const rules = {
    scorecards: list('scorecards', base.scorecards, mine.scorecards, theirs.scorecards),
    plans: list('plans', base.plans, mine.plans, theirs.plans),
    appeal_days: pick('appeal_days', base.appeal_days, mine.appeal_days, theirs.appeal_days),
  };
  return { rules, both, theirs: changed };
}

/** By code; a code that is there twice while somebody writes is told apart, so that neither is lost. */
function keyed<T extends { code: string }>(list: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of list) {
    let key = one.code;
    while (found.has(key)) key += '′';
    found.set(key, one);
  }
  return found;
}
