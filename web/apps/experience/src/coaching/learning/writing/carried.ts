/** What was read of a file and is to be looked at in its editor: handed over once. */
import type { Thing, ThingKind } from '../told.ts';

let carried: { kind: ThingKind; code: string; thing: Thing } | null = null;

export function carry(kind: ThingKind, code: string, thing: Thing): void {
  carried = { kind, code, thing };
}

export function taken(kind: ThingKind, code: string): Thing | null {
  const found = carried?.kind === kind && carried.code === code ? carried.thing : null;
  carried = null;
  return found;
}
