/** The board's lines in the order in which they are shown, and how large each is drawn. */
import type { BoardTold, Line } from '../told.ts';

export interface Row {
  readonly line: Line;
  readonly beneath: readonly Row[];
}
const back = ({ gives_back }: Line): number => gives_back?.value ?? -1;
const mostFirst = (one: Line, other: Line): number => back(other) - back(one) || other.contacts - one.contacts;

/** By groups: what lies beneath each, the most first; a line whose group is not told of stands at the top. */
export function grouped(lines: readonly Line[]): readonly Row[] {
  const known = new Set(lines.map(({ code }) => code));
  const within = (parent: string | null): Row[] =>
    lines
      .filter((one) => (one.parent !== null && known.has(one.parent) ? one.parent : null) === parent)
      .toSorted(mostFirst)
      .map((line) => ({ line, beneath: line.leaf ? [] : within(line.code) }));
  return within(null);
}

/** Only what a contact may have, the most first. */
export const plain = (lines: readonly Line[]): readonly Row[] => lines.filter(({ leaf }) => leaf).toSorted(mostFirst).map((line) => ({ line, beneath: [] }));

export const hasGroups = (lines: readonly Line[]): boolean => lines.some(({ leaf }) => !leaf);

/** The leaf that would give back the most, as far as that is known at all. */
export const most = ({ lines }: BoardTold): Line | undefined => plain(lines).map(({ line }) => line).find(({ gives_back }) => gives_back && gives_back.value > 0);

/** How far the drawing of intervals goes. */
export const reachOf = (lines: readonly Line[]): number => Math.max(1, ...lines.map(({ gives_back }) => gives_back?.high ?? 0));

/** Leaves by quadrant; those of which nobody has said yet, apart. */
export function quadrants(lines: readonly Line[]): { placed: (customer: boolean, company: boolean) => readonly Line[]; unplaced: readonly Line[] } {
  const all = lines.filter(({ leaf }) => leaf).toSorted((one, other) => (other.hours?.value ?? 0) - (one.hours?.value ?? 0));
  return {
    placed: (customer, company) => all.filter((one) => one.for_customer === customer && one.for_company === company),
    unplaced: all.filter((one) => one.for_customer === null || one.for_company === null),
  };
}

const [SMALLEST, LARGEST] = [5, 22];
/** A mark's radius: its area grows with the hours. */
export const radius = (hours: number, largest: number): number => (largest > 0 ? Math.max(SMALLEST, LARGEST * Math.sqrt(hours / largest)) : SMALLEST);
