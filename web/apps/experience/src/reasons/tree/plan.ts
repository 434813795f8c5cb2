/** The next version of the tree as plain values: its reasons, and where contacts of before count. Every change gives a new plan. */
import type { Pieces } from '../../keeping/merge.ts';
import type { Reason, Said, Share, TreeTold, Went } from '../told.ts';
import { without } from './went.ts';

export const NO_WORDS: Said = { et: '', ru: '', en: '' };
export const EXAMPLES_MAX = 20;
export const EXAMPLE_CHARACTERS_MAX = 300;

export interface Plan {
  readonly reasons: readonly Reason[];
  readonly crosswalk: readonly Went[];
}
type Like = Pick<Reason, 'code'> & { name: Partial<Said> } & Partial<Omit<Reason, 'code' | 'name'>>;

/** Whole, whatever was left out. */
export const reason = ({ code, name, ...more }: Like): Reason => ({
  code,
  name: { ...NO_WORDS, ...name },
  parent: more.parent ?? null,
  about: { ...NO_WORDS, ...more.about },
  examples: more.examples ?? [],
  for_customer: more.for_customer ?? null,
  for_company: more.for_company ?? null,
});
export const planOf = ({ tree }: Pick<TreeTold, 'tree'>): Plan => ({ reasons: tree.reasons.map(reason), crosswalk: [] });

// ── looking ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const reasonIn = ({ reasons }: Plan, code: string): Reason | undefined => reasons.find((one) => one.code === code);
export const childrenOf = ({ reasons }: Plan, parent: string | null): readonly Reason[] => reasons.filter((one) => one.parent === parent);
export function leaves({ reasons }: Plan): readonly Reason[] {
  const grouping = new Set(reasons.map(({ parent }) => parent));
  return reasons.filter(({ code }) => !grouping.has(code));
}
/** From the top down to this one; a circle is left at the second turn. */
export function pathOf(plan: Plan, code: string): readonly Reason[] {
  const found: Reason[] = [];
  for (let at = reasonIn(plan, code); at && !found.includes(at); at = at.parent === null ? undefined : reasonIn(plan, at.parent)) found.unshift(at);
  return found;
}
/** Itself, and everything beneath it. */
export const branch = (plan: Plan, code: string): readonly Reason[] => plan.reasons.filter((one) => pathOf(plan, one.code).some((above) => above.code === code));
/** Beneath what it may lie: not beneath itself. */
export function placesFor(plan: Plan, code: string): readonly Reason[] {
  const own = new Set(branch(plan, code).map((one) => one.code));
  return plan.reasons.filter((one) => !own.has(one.code));
}
/** What the base had beneath a reason (null: at the top, or beneath what is gone too) and is no longer there. */
export function takenOut(base: Plan, now: Plan, parent: string | null): readonly Reason[] {
  const there = (code: string): boolean => reasonIn(now, code) !== undefined;
  return base.reasons.filter((one) => !there(one.code) && (one.parent !== null && there(one.parent) ? one.parent : null) === parent);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const put = (plan: Plan, reasons: readonly Reason[]): Plan => ({ ...plan, reasons });

export const withReason = (plan: Plan, code: string, change: Partial<Omit<Reason, 'code'>>): Plan =>
  put(plan, plan.reasons.map((one) => (one.code === code ? { ...one, ...change } : one)));

/** Behind the last of those that lie beside it. */
export function add(plan: Plan, made: Reason): Plan {
  const last = childrenOf(plan, made.parent).at(-1) ?? (made.parent === null ? undefined : reasonIn(plan, made.parent));
  const behind = last ? plan.reasons.lastIndexOf(branch(plan, last.code).at(-1)!) : plan.reasons.length - 1;
  return put(plan, plan.reasons.toSpliced(behind + 1, 0, made));
}

/** To lie beneath another, with everything beneath it; never beneath itself. */
export function move(plan: Plan, code: string, parent: string | null): Plan {
  const moved = branch(plan, code);
  if (!moved.length || moved.some((one) => one.code === parent)) return plan;
  const rest = put(plan, plan.reasons.filter((one) => !moved.includes(one)));
  return moved.reduce((so_far, one) => add(so_far, one.code === code ? { ...one, parent } : one), rest);
}

/** One place up (-1) or down (1) among those that lie beside it. */
export function shift(plan: Plan, code: string, by: -1 | 1): Plan {
  const one = reasonIn(plan, code);
  const beside = one ? childrenOf(plan, one.parent) : [];
  const other = beside[beside.findIndex((found) => found.code === code) + by];
  if (!one || !other) return plan;
  const [own, others] = [branch(plan, code), branch(plan, other.code)];
  const first = plan.reasons.findIndex((found) => own.includes(found) || others.includes(found));
  const rest = plan.reasons.filter((found) => !own.includes(found) && !others.includes(found));
  return put(plan, rest.toSpliced(first, 0, ...(by < 0 ? [...own, ...others] : [...others, ...own])));
}

/** A reason with everything beneath it. Shares that led to any of it are gone: where they lead from now on is asked anew. */
export function takeOut(plan: Plan, code: string): Plan {
  const gone = new Set(branch(plan, code).map((one) => one.code));
  return { reasons: plan.reasons.filter((one) => !gone.has(one.code)), crosswalk: without(plan.crosswalk, gone) };
}

/** As it was: in its place with what lay beneath it, and nothing of it goes anywhere. */
export function putBack(plan: Plan, base: Plan, code: string): Plan {
  const back = branch(base, code).filter((one) => !reasonIn(plan, one.code));
  const there = back.reduce((so_far, one) => {
    const before = base.reasons.slice(0, base.reasons.indexOf(one));
    const behind = so_far.reasons.findLastIndex((found) => before.some((other) => other.code === found.code));
    const parent = one.parent !== null && reasonIn(so_far, one.parent) ? one.parent : null;
    return put(so_far, so_far.reasons.toSpliced(behind + 1, 0, { ...one, parent }));
  }, plan);
  return { ...there, crosswalk: plan.crosswalk.filter((went) => !back.some((one) => one.code === went.code)) };
}

export const withWent = (plan: Plan, code: string, to: readonly Share[]): Plan => ({
  ...plan,
  crosswalk: to.length ? [...plan.crosswalk.filter((one) => one.code !== code), { code, to }] : plan.crosswalk.filter((one) => one.code !== code),
});

/** Its contacts count as another's from now on; what customers write is learned there. */
export function mergeInto(plan: Plan, code: string, into: string, noted: boolean): Plan {
  const [one, other] = [reasonIn(plan, code), reasonIn(plan, into)];
  if (!one || !other || code === into) return plan;
  const examples = [...new Set([...other.examples, ...one.examples])].slice(0, EXAMPLES_MAX);
  const led = plan.crosswalk.map((went) => ({ ...went, to: went.to.map((part) => (part.code === code ? { ...part, code: into } : part)) }));
  const merged = takeOut({ ...withReason(plan, into, { examples }), crosswalk: led.map((went) => ({ ...went, to: summed(went.to) })) }, code);
  return noted ? withWent(merged, code, [{ code: into, share: 1 }]) : merged;
}

const summed = (to: readonly Share[]): Share[] =>
  [...new Set(to.map(({ code }) => code))].map((code) => ({ code, share: to.reduce((all, part) => all + (part.code === code ? part.share : 0), 0) }));

/** Into parts: either they lie beneath it and it only groups them, or it stays and they lie beside it. */
export function split(plan: Plan, code: string, parts: readonly Reason[], stays: boolean, noted: boolean): Plan {
  const one = reasonIn(plan, code);
  if (!one || !parts.length) return plan;
  const parent = stays ? one.parent : code;
  const grown = parts.reduce((so_far, part) => add(so_far, { ...part, parent }), plan);
  return noted ? withWent(grown, code, evenly([...(stays ? [code] : []), ...parts.map((part) => part.code)])) : grown;
}

/** Whole percents that make 100. */
export function evenly(codes: readonly string[]): Share[] {
  const each = Math.floor(100 / codes.length);
  return codes.map((code, at) => ({ code, share: (at ? each : 100 - each * (codes.length - 1)) / 100 }));
}

// ── piece by piece ────────────────────────────────────────────────────────────────────────────────────────────────────

export const apart = ({ reasons, crosswalk }: Plan): Pieces =>
  new Map<string, unknown>([...reasons.map((one): [string, unknown] => [`reason/${one.code}`, one]), ...crosswalk.map(({ code, to }): [string, unknown] => [`went/${code}`, to])]);

export function together(pieces: Pieces): Plan {
  const of = <T>(kind: string): [string, T][] => [...pieces].filter(([name]) => name.startsWith(kind)).map(([name, one]) => [name.slice(kind.length), one as T]);
  return { reasons: of<Reason>('reason/').map(([, one]) => one), crosswalk: of<readonly Share[]>('went/').map(([code, to]) => ({ code, to })) };
}
