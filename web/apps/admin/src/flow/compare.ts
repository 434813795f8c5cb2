/** What differs between two flows, and putting together what two people did at the same time. */
import type { Flow, FlowNode } from './model.ts';

export interface FieldChange {
  field: string;
  before: string;
  after: string;
}
/** node: empty for the flow itself. */
export interface Change {
  node: string;
  what: 'added' | 'removed' | 'changed';
  fields: FieldChange[];
}

function leaves(value: unknown, at = '', into: Map<string, string> = new Map()): Map<string, string> {
  if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) leaves(one, Array.isArray(value) ? `${at}[${key}]` : at ? `${at}.${key}` : key, into);
  else if (value !== undefined) into.set(at, String(value));
  return into;
}

export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? '', after: now.get(field) ?? '' }))
    .filter((one) => one.before !== one.after);
}

const heads = ({ nodes: _, ...head }: Flow): unknown => head;
export const same = (a: unknown, b: unknown): boolean => fieldChanges(a, b).length === 0;

/** Node by node, in the order of the newer flow, then what is gone. */
export function changes(before: Flow, after: Flow): Change[] {
  const found: Change[] = [];
  const head = fieldChanges(heads(before), heads(after));
  if (head.length) found.push({ node: '', what: 'changed', fields: head });
  for (const node of new Set([...Object.keys(after.nodes), ...Object.keys(before.nodes)])) {
    const [old, now] = [before.nodes[node], after.nodes[node]];
    const fields = fieldChanges(old, now);
    if (fields.length || !old || !now) found.push({ node, what: !old ? 'added' : !now ? 'removed' : 'changed', fields });
  }
  return found;
}

/** clashes: nodes ('' for the flow itself) that both have changed, each otherwise; mine stands there. */
export interface Merged {
  flow: Flow;
  clashes: string[];
}

/** Both changes since `base`, node by node. take: the nodes of which theirs is taken where both have changed it. */
export function merge(base: Flow, mine: Flow, theirs: Flow, take: ReadonlySet<string> = new Set()): Merged {
  const clashes: string[] = [];
  function choose<T>(node: string, old: T, my: T, their: T): T {
    if (same(my, old) && (my === undefined) === (old === undefined)) return their;
    if ((same(their, old) && (their === undefined) === (old === undefined)) || (same(my, their) && (my === undefined) === (their === undefined))) return my;
    clashes.push(node);
    return take.has(node) ? their : my;
  }
  const head = choose('', heads(base), heads(mine), heads(theirs)) as Omit<Flow, 'nodes'>;
  const nodes: Record<string, FlowNode> = {};
  for (const node of new Set([...Object.keys(mine.nodes), ...Object.keys(theirs.nodes)])) {
    const chosen = choose(node, base.nodes[node], mine.nodes[node], theirs.nodes[node]);
    if (chosen) nodes[node] = chosen;
  }
  return { flow: { ...head, nodes } as Flow, clashes };
}
