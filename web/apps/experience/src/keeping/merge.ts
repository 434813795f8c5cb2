/** Putting together what two people changed at the same time, piece by piece. A piece is told from others by its name. */
export type Pieces = ReadonlyMap<string, unknown>;

/** Between a piece and a field of it: no name has a line break in it. */
export const WITHIN = '\n';
/** Whether something is about a piece, or about a field of it. */
export const isOf = (about: string, piece: string): boolean => about === piece || about.startsWith(piece + WITHIN);

/** clashes: pieces that both have changed, each otherwise; mine stands there unless theirs is taken. */
export interface Merged {
  pieces: Pieces;
  clashes: string[];
}

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  const [mine, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(mine[key], other[key]));
}

type Fields = Readonly<Record<string, unknown>>;
const hasFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both changes since `base`, and within a piece field by field. take: the pieces of which theirs is taken where both have changed them. */
export function merge(base: Pieces, mine: Pieces, theirs: Pieces, take: ReadonlySet<string> = new Set()): Merged {
  const clashes: string[] = [];
  function choose(name: string, old: unknown, my: unknown, their: unknown): unknown {
    if (same(my, old)) return their;
    if (same(their, old) || same(my, their)) return my;
    if (hasFields(old) && hasFields(my) && hasFields(their)) {
      const keys = [...new Set([...Object.keys(my), ...Object.keys(their)])];
      return Object.fromEntries(keys.map((key) => [key, choose(name + WITHIN + key, old[key], my[key], their[key])]));
    }
    clashes.push(name);
    return take.has(name) ? their : my;
  }
  const pieces = new Map<string, unknown>();
  for (const name of inOrder(base, mine, theirs)) {
    const chosen = choose(name, base.get(name), mine.get(name), theirs.get(name));
    if (chosen !== undefined) pieces.set(name, chosen);
  }
  return { pieces, clashes };
}

/** Mine where I have put them in another order, else theirs; what only the other has stands behind what it stood behind there. */
function inOrder(base: Pieces, mine: Pieces, theirs: Pieces): string[] {
  const before = [...base.keys()].filter((name) => mine.has(name));
  const moved = !same([...mine.keys()].filter((name) => base.has(name)), before);
  const [spine, other] = moved ? [[...mine.keys()], [...theirs.keys()]] : [[...theirs.keys()], [...mine.keys()]];
  for (const [at, name] of other.entries()) {
    if (spine.includes(name)) continue;
    const behind = other.slice(0, at).findLast((one) => spine.includes(one));
    spine.splice(behind === undefined ? 0 : spine.indexOf(behind) + 1, 0, name);
  }
  return spine;
}
