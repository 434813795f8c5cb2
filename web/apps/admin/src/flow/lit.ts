/** Which nodes and lines of the picture are lit: the way into a trap, or the way of somebody who tries the flow. */
import type { Flow } from './model.ts';
import { exits } from './model.ts';

export interface Lit {
  /** By node, at which steps of the way it is, from 1. */
  steps: ReadonlyMap<string, number[]>;
  /** From one node straight to the next, as `from→to`. */
  lines: ReadonlySet<string>;
  /** Those of them for which the flow has no line of its own: a wish for a person, a silence that leads to one. */
  loose: readonly [from: string, to: string][];
  last: string;
}

export const DARK: Lit = { steps: new Map(), lines: new Set(), loose: [], last: '' };
export const lineKey = (from: string, to: string): string => `${from}→${to}`;

export function lit(flow: Flow, way: readonly string[]): Lit {
  const path = way.filter((code) => code in flow.nodes);
  const steps = new Map<string, number[]>();
  const lines = new Set<string>();
  const loose: [string, string][] = [];
  let number = 0;
  path.forEach((code, at) => {
    const before = path[at - 1];
    if (before === code) return;
    steps.set(code, [...(steps.get(code) ?? []), ++number]);
    if (before === undefined || lines.has(lineKey(before, code))) return;
    lines.add(lineKey(before, code));
    if (!exits(flow.nodes[before]!).some((exit) => exit.to === code)) loose.push([before, code]);
  });
  return { steps, lines, loose, last: path.at(-1) ?? '' };
}
