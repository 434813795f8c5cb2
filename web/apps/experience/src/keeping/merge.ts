/** Putting together what two people changed at the same time, piece by piece. A piece is told from others by its name. */
export type Pieces = ReadonlyMap<string, unknown>;

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

/** Both changes since `base`. take: the pieces of which theirs is taken where both have changed them. */
export function merge(base: Pieces, mine: Pieces, theirs: Pieces, take: ReadonlySet<string> = new Set()): Merged {
  const clashes: string[] = [];
  const pieces = new Map<string, unknown>();
  for (const name of inOrder(base, mine, theirs)) {
    const [old, my, their] = [base, mine, theirs].map((all) => all.get(name));
    const apart = !same(my, old) && !same(their, old) && !same(my, their);
    if (apart) clashes.push(name);
    const chosen = same(my, old) || (apart && take.has(name)) ? their : my;
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
