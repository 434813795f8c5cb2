/** What reviewers are to talk about, and first: where they were furthest apart, what must be met before what may be. */
import type { Marks, Scorecard } from '../shell/judged.ts';

export interface Count {
  item: string;
  met: number;
  not: number;
  /** Said that it does not apply. */
  beside: number;
  differ: boolean;
}

/** How each item was marked, in the scorecard's order. */
export function counted(card: Scorecard, marks: Readonly<Record<string, Marks>>): Count[] {
  const all = Object.values(marks);
  return card.lines.map(({ item }) => {
    const of = (mark: 0 | 1 | null): number => all.filter((one) => one[item] === mark).length;
    const [met, not, beside] = [of(1), of(0), of(null)];
    return { item, met, not, beside, differ: [met, not, beside].filter(Boolean).length > 1 };
  });
}

/** Of two marks drawn from one item, the share that differs. */
function apart({ met, not, beside }: Count): number {
  const n = met + not + beside;
  return n < 2 ? 0 : 1 - (met * (met - 1) + not * (not - 1) + beside * (beside - 1)) / (n * (n - 1));
}

/** The items that they differ on, the one to begin with first. */
export function toTalk(card: Scorecard, marks: Readonly<Record<string, Marks>>, fatal: (item: string) => boolean): Count[] {
  const weight = new Map(card.lines.map((line) => [line.item, line.weight]));
  const first = (one: Count): [number, number, number] => [fatal(one.item) ? 1 : 0, apart(one), weight.get(one.item) ?? 0];
  return counted(card, marks)
    .filter(({ differ }) => differ)
    .map((one) => ({ one, by: first(one) }))
    .sort((a, b) => b.by[0] - a.by[0] || b.by[1] - a.by[1] || b.by[2] - a.by[2])
    .map(({ one }) => one);
}
