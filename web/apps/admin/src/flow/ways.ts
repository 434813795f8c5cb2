/** How many customers went which way, as the picture shows it: by node, and by the line between two nodes. */
import type { Ways } from './calls.ts';
import { lineKey } from './lit.ts';

export interface Counted {
  nodes: ReadonlyMap<string, number>;
  lines: ReadonlyMap<string, number>;
  most: number;
}

export function counted(ways: Ways | null): Counted {
  const nodes = new Map<string, number>();
  const lines = new Map<string, number>();
  for (const one of ways?.passed ?? []) {
    // Whoever is asked once more has not come again.
    if (one.earlier !== one.node) nodes.set(one.node, (nodes.get(one.node) ?? 0) + one.times);
    const key = lineKey(one.earlier, one.node);
    lines.set(key, (lines.get(key) ?? 0) + one.times);
  }
  return { nodes, lines, most: Math.max(1, ...lines.values()) };
}
