/** The register as it is looked at: narrowed, by standing, and counted by what came of it. */
import { STANDINGS, type Cause, type Improvement, type Person, type Reason, type Standing, type Word } from './told.ts';

export interface Narrowed {
  reason: string;
  owner: string;
}
export const NOBODY = '-';

export const isIn = ({ reasons, owner }: Pick<Improvement | Cause, 'reasons' | 'owner'>, narrowed: Narrowed): boolean =>
  (!narrowed.reason || reasons.includes(narrowed.reason)) && (!narrowed.owner || (owner ?? NOBODY) === narrowed.owner);

const since = ({ standing, day, proposed_at }: Improvement): number => (standing === 'shipped' && day ? Date.parse(day) : proposed_at);

/** Those that are proposed, shipped and withdrawn, each with the newest first. */
export function byStanding(all: readonly Improvement[], narrowed: Narrowed): { standing: Standing; ones: Improvement[] }[] {
  return STANDINGS.map((standing) => ({
    standing,
    ones: all.filter((one) => one.standing === standing && isIn(one, narrowed)).sort((a, b) => since(b) - since(a)),
  }));
}

/** What came of those that shipped; `early`: nobody can say yet. */
export const OUTCOMES = ['verified', 'moved', 'harmful', 'not_detected', 'underpowered', 'early'] as const;
export type Outcome = Word | 'early';
export const outcomeOf = ({ verdict }: Pick<Improvement, 'verdict'>): Outcome => verdict?.verdict ?? 'early';

export function counted(all: readonly Improvement[]): { outcome: Outcome; n: number }[] {
  const shipped = all.filter(({ standing }) => standing === 'shipped').map(outcomeOf);
  return OUTCOMES.map((outcome) => ({ outcome, n: shipped.filter((one) => one === outcome).length })).filter(({ n }) => n);
}

/** Reasons and owners by which the register may be narrowed: those that are there. */
export const reasonsIn = (all: readonly { reasons: readonly string[] }[]): string[] => [...new Set(all.flatMap(({ reasons }) => reasons))];
export function ownersIn(all: readonly { owner: string | null; owner_name: string | null }[]): Person[] {
  const found = new Map(all.flatMap(({ owner, owner_name }) => (owner ? [[owner, owner_name ?? owner] as const] : [])));
  return [...found].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** The codes from the top down to this one: names alone may be those of several, each in a group of its own. */
export function above(all: readonly Reason[], code: string): string[] {
  const path: string[] = [];
  for (let at: string | null | undefined = code; at && !path.includes(at); at = all.find((one) => one.code === at)?.parent) path.unshift(at);
  return path;
}

/** Reasons that a contact may have: those that no other stands under. */
export const leaves = (all: readonly Reason[]): Reason[] => all.filter(({ code }) => !all.some(({ parent }) => parent === code));
