/** Which of a bar's pages stand in its one line, where the others are in a menu. */
const GAP = 4;
const MENU = 44;

/** widths: of each, in pixels, in their order; room: of the bar. current: stands there whatever happens; -1: none does. */
export function fitting(widths: readonly number[], room: number, current: number): ReadonlySet<number> {
  const taken = (ones: readonly number[]): number => ones.reduce((sum, at) => sum + widths[at]! + GAP, 0);
  const all = [...widths.keys()];
  if (taken(all) - GAP <= room) return new Set(all);
  const chosen = current < 0 ? [] : [current];
  // From the first on, without gaps: what is left out is what comes later.
  for (const at of all) {
    if (at === current) continue;
    if (taken([...chosen, at]) + MENU > room) break;
    chosen.push(at);
  }
  return new Set(chosen);
}
