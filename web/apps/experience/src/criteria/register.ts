/** Changing the register, as plain values; and what can be said to be wrong with it without asking the server. */
import type { Pieces } from '../keeping/merge.ts';
import { LANGUAGES } from '@hoolin/ui/i18n';
import type { Criterion, Fault, Item, Kind, Part, Register, User } from './told.ts';

const CODE_CHARACTERS_MAX = 64;
const LINE_CHARACTERS_MAX = 300;
const WEIGHT_MAX = 1_000;
export const ITEMS_MAX = 200;
export const PARTS_MAX = 40;

export const inIndex = ({ formula }: Criterion): boolean => formula === 'weighted_mean' || formula === 'lowest_part';
export const criterionOf = (item: string): string => item.split('.')[0]!;
export const itemsOf = (register: Register, criterion: string): readonly Item[] => register.items.filter(({ code }) => criterionOf(code) === criterion);
export const itemIn = (register: Register, code: string): Item | undefined => register.items.find((one) => one.code === code);
export const keyOf = ({ item, source }: Part): string => `${item} ${source}`;

/** What is no weight yet, while somebody types, counts as none. */
const counts = (weight: number): number => Math.max(0, weight) || 0;
const sum = (all: readonly { readonly weight: number }[]): number => all.reduce((whole, { weight }) => whole + counts(weight), 0);

/** How much of the index a criterion is; null where it is no part of it, or nothing counts. */
export function shareOf(register: Register, code: string): number | null {
  const weighing = register.criteria.filter(inIndex);
  const whole = sum(weighing);
  const one = weighing.find((other) => other.code === code);
  return one && whole > 0 ? counts(one.weight) / whole : null;
}

/** How much of its criterion a part is; null where parts do not add up. */
export function partShare({ parts, formula }: Criterion, part: Part): number | null {
  const whole = sum(parts);
  return formula === 'weighted_mean' && whole > 0 ? counts(part.weight) / whole : null;
}

// ── what a target is counted in ───────────────────────────────────────────────────────────────────────────────────────

/** Scales that say nothing good or bad without a target; by which a person's number becomes the register's. */
const FACTORS: Partial<Record<Kind, number>> = { ms: 1_000, count: 1, minutes: 1 };
export const targetFactor = (item: Item | undefined): number | null => (item ? (FACTORS[item.scale] ?? null) : null);
export const COUNTED: readonly Kind[] = ['share', 'ms', 'count', 'minutes'];

// ── changing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export const withCriterion = (register: Register, code: string, change: Partial<Criterion>): Register => ({
  ...register,
  criteria: register.criteria.map((one) => (one.code === code ? { ...one, ...change } : one)),
});
export const withItem = (register: Register, code: string, change: Partial<Item>): Register => ({
  ...register,
  items: register.items.map((one) => (one.code === code ? { ...one, ...change } : one)),
});
export const withPart = (criterion: Criterion, at: number, change: Partial<Part>): Partial<Criterion> => ({
  parts: criterion.parts.map((one, n) => (n === at ? { ...one, ...change } : one)),
});

/** Behind the last item of its criterion. */
export function withNew(register: Register, item: Item): Register {
  const last = register.items.findLastIndex(({ code }) => criterionOf(code) === criterionOf(item.code));
  return { ...register, items: register.items.toSpliced(last < 0 ? register.items.length : last + 1, 0, item) };
}

/** An item, and whatever counted of it. */
export function takeOut(register: Register, code: string): Register {
  const criteria = register.criteria.map((one) => ({ ...one, parts: one.parts.filter(({ item }) => item !== code) }));
  return { items: register.items.filter((one) => one.code !== code), criteria };
}

/** As it was: the item in its place, and what counted of it. */
export function putBack(register: Register, base: Register, code: string): Register {
  const [item, before] = [itemIn(base, code), base.items.slice(0, base.items.findIndex((one) => one.code === code))];
  if (!item || itemIn(register, code)) return register;
  const behind = register.items.findLastIndex((one) => before.some((other) => other.code === one.code));
  const criteria = register.criteria.map((one) => {
    const parts = base.criteria.find((other) => other.code === one.code)?.parts.filter((part) => part.item === code) ?? [];
    return { ...one, parts: [...one.parts, ...parts] };
  });
  return { items: register.items.toSpliced(behind + 1, 0, item), criteria };
}

export const takenOut = (base: Register, now: Register, criterion: string): readonly Item[] => itemsOf(base, criterion).filter(({ code }) => !itemIn(now, code));
export const usersOf = (used: readonly User[], item: string): readonly User[] => used.filter((one) => one.item === item);

/** What could count in a criterion and does not yet. */
export const spareParts = (register: Register, criterion: Criterion): readonly Part[] =>
  itemsOf(register, criterion.code)
    .flatMap(({ code, sources, scale }) => sources.map((source): Part => ({ item: code, source, weight: 1, target: FACTORS[scale] && inIndex(criterion) ? 0 : null })))
    .filter((part) => !criterion.parts.some((one) => keyOf(one) === keyOf(part)));

/** What is wrong with the code that a new item is to have; '' when nothing is. */
export function codeFault(register: Register, criterion: string, name: string): '' | 'code_empty' | 'code_form' | 'code_taken' {
  if (!name) return 'code_empty';
  if (!/^[a-z][a-z0-9_]*$/.test(name) || criterion.length + 1 + name.length > CODE_CHARACTERS_MAX) return 'code_form';
  return itemIn(register, `${criterion}.${name}`) ? 'code_taken' : '';
}

// ── what is wrong with its form ───────────────────────────────────────────────────────────────────────────────────────

const weighs = (weight: number): boolean => Number.isFinite(weight) && weight >= 0 && weight <= WEIGHT_MAX;

/** What the server would not even read. */
export function form(register: Register): Fault[] {
  const found: Fault[] = [];
  const fault = (place: string, why: string, said = ''): void => void found.push({ place, why, said });
  for (const { code, name, question, sources } of register.items) {
    const long = LANGUAGES.filter((one) => Math.max(name[one].length, question[one].length) > LINE_CHARACTERS_MAX);
    if (long.length) fault(code, 'words_long', long.join(','));
    if (!sources.length) fault(code, 'no_source');
  }
  for (const { code, weight, parts } of register.criteria) {
    if (!weighs(weight)) fault(code, 'weight');
    if (parts.length > PARTS_MAX) fault(code, 'parts_max');
    for (const part of parts) {
      if (!weighs(part.weight)) fault(code, 'part_weight', keyOf(part));
      if (part.target !== null && !(Number.isInteger(part.target) && part.target >= 0)) fault(code, 'target', keyOf(part));
    }
  }
  if (register.items.length > ITEMS_MAX) fault('', 'items_max');
  return found;
}

/** At which field of an item or a criterion a fault is told. */
const FIELDS: Readonly<Record<string, string>> = {
  no_words: 'words', words_long: 'words', sources_mixed: 'sources', no_source: 'sources', scale_changed: 'scale', fatal_elsewhere: 'fatal',
  unknown_formula: 'formula', no_weight: 'weight', weight: 'weight', index_empty: 'weight',
};
/** Faults whose `said` names one of the parts, by its item or by its item and source. */
const OF_PART: readonly string[] = ['unknown_item', 'item_of_another_criterion', 'no_such_evidence', 'needs_target', 'target_unused', 'not_fatal', 'part_weight', 'target'];

export const faultsAt = (faults: readonly Fault[], place: string, field: string): readonly Fault[] =>
  faults.filter((one) => one.place === place && !OF_PART.includes(one.why) && (FIELDS[one.why] ?? 'whole') === field);

export const faultsOfPart = (faults: readonly Fault[], criterion: string, part: Part): readonly Fault[] =>
  faults.filter((one) => one.place === criterion && OF_PART.includes(one.why) && (one.said === part.item || one.said === keyOf(part)));

// ── piece by piece ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Which piece: an item; a criterion's weight, or its formula; one of its parts. */
export const apart = ({ items, criteria }: Register): Pieces =>
  new Map<string, unknown>([
    ...items.map((one): [string, unknown] => [`item/${one.code}`, one]),
    ...criteria.flatMap(({ code, weight, formula, parts }): [string, unknown][] => [
      [`weight/${code}`, weight],
      [`formula/${code}`, formula],
      ...parts.map((part): [string, unknown] => [`part/${code}/${keyOf(part)}`, part]),
    ]),
  ]);

export function together(pieces: Pieces): Register {
  const of = <T>(kind: string): [string, T][] => [...pieces].filter(([name]) => name.startsWith(kind)).map(([name, one]) => [name.slice(kind.length), one as T]);
  const criteria = of<Criterion['formula']>('formula/').map(([code, formula]): Criterion => ({
    code, formula, weight: pieces.get(`weight/${code}`) as number, parts: of<Part>(`part/${code}/`).map(([, part]) => part),
  }));
  return { items: of<Item>('item/').map(([, item]) => item), criteria };
}
