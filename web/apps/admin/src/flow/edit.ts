/** Changes of a flow: each gives a new one and leaves the old as it was. What a name leads to follows it. */
import { LANGUAGES, type Language } from '@hoolin/ui/i18n';
import { exits, type Flow, type FlowNode, type Kind, type Path } from './model.ts';

const CODE = /^[\p{L}\p{N}_-]{1,64}$/u;
export const isCode = (code: string): boolean => CODE.test(code);

/** The value at a path, changed; undefined takes it away. */
function put(value: unknown, path: Path, to: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  if (typeof step === 'number') {
    const list = [...((value as unknown[] | undefined) ?? [])];
    const next = put(list[step], rest, to);
    if (next === undefined) list.splice(step, 1);
    else list[step] = next;
    return list;
  }
  const table = { ...(value as Record<string, unknown> | undefined) };
  const next = put(table[step], rest, to);
  if (next === undefined) delete table[step];
  else table[step] = next;
  return table;
}

export const setNode = (flow: Flow, code: string, node: FlowNode): Flow => ({ ...flow, nodes: { ...flow.nodes, [code]: node } });

/** Change one field of a node. */
export const setField = (flow: Flow, code: string, path: Path, to: unknown): Flow => setNode(flow, code, put(flow.nodes[code], path, to) as FlowNode);

/** Change a field of the flow itself. */
export const setHead = (flow: Flow, path: Path, to: unknown): Flow => put(flow, path, to) as Flow;

/** A name that is not taken: `menu`, `menu_2`, … */
export function freeCode(flow: Flow, wanted: string): string {
  if (!(wanted in flow.nodes)) return wanted;
  const stem = wanted.replace(/_\d+$/, '');
  for (let n = 2; ; n++) if (!(`${stem}_${n}` in flow.nodes)) return `${stem}_${n}`;
}

/** What a new node names of the site: its first queue, its first machine. */
export interface Usual {
  queue: string;
  hook: string;
}

/** A new node of a kind, with what it must have. */
export function fresh(kind: Kind, flow: Flow, { queue, hook }: Usual): FlowNode {
  const on = flow.person;
  switch (kind) {
    case 'say':
      return { do: kind, text: {}, then: on };
    case 'keys':
      return { do: kind, text: {}, keys: { 1: on } };
    case 'ask':
      return { do: kind, text: {}, then: on };
    case 'language':
      return { do: kind, text: {}, keys: Object.fromEntries(LANGUAGES.map((language, at) => [String(at + 1), language])), then: on };
    case 'speak':
      return { do: kind, language: 'et', then: on };
    case 'collect':
      return { do: kind, text: {}, what: 'digits', into: 'number', then: on };
    case 'hours':
      return { do: kind, open: on, closed: on };
    case 'lookup':
      return { do: kind, hook, answers: {}, failed: on };
    case 'set':
      return { do: kind, then: on };
    case 'queue':
      return { do: kind, queue };
    case 'callback':
    case 'message':
      return { do: kind, queue, text: {} };
    case 'end':
      return { do: kind, text: {} };
  }
}

/** Add a node; gives the flow and what it is called. */
export function addNode(flow: Flow, kind: Kind, usual: Usual): [Flow, string] {
  const code = freeCode(flow, kind);
  return [setNode(flow, code, fresh(kind, flow, usual)), code];
}

export const connect = (flow: Flow, from: string, path: Path, to: string | null): Flow => setField(flow, from, path, to ?? undefined);

/** A copy beside it, which nothing leads to yet. */
export function duplicate(flow: Flow, code: string): [Flow, string] {
  const copy = freeCode(flow, code);
  return [setNode(flow, copy, structuredClone(flow.nodes[code]!)), copy];
}

/** Every place that names a node, led elsewhere; null takes the place away where it may be missing. */
function lead(flow: Flow, code: string, to: (required: boolean) => string | null): Flow {
  let led = flow;
  for (const [from, node] of Object.entries(flow.nodes)) {
    // From the last to the first: taking one out of a list moves those after it.
    for (const exit of exits(node).reverse()) {
      if (exit.to !== code) continue;
      const required = !['silence', 'wrong', 'closed', 'failed', 'other'].includes(exit.what) || node.do === 'hours';
      led = connect(led, from, exit.path, to(required));
    }
  }
  for (const field of ['start', 'person'] as const) if (flow[field] === code) led = { ...led, [field]: to(true) ?? flow[field] };
  return led;
}

/** Take a node out: what led to it leads to what followed it, else to the flow's person. null: the last one stays. */
export function remove(flow: Flow, code: string): Flow | null {
  const others = Object.keys(flow.nodes).filter((other) => other !== code);
  if (!others.length) return null;
  const after = [flow.nodes[code]?.then, exits(flow.nodes[code]!)[0]?.to, flow.person].find((next) => next && next !== code && next in flow.nodes);
  const on = after ?? others[0]!;
  const led = lead(flow, code, (required) => (required || after === flow.nodes[code]?.then ? on : null));
  const { [code]: _, ...nodes } = led.nodes;
  return { ...led, nodes };
}

/** Call a node otherwise; it keeps its place. */
export function rename(flow: Flow, code: string, to: string): Flow {
  if (code === to || to in flow.nodes || !isCode(to)) return flow;
  const led = lead(flow, code, () => to);
  return { ...led, nodes: Object.fromEntries(Object.entries(led.nodes).map(([name, node]) => [name === code ? to : name, node])) };
}

/** A small flow that holds: a language, a line, and a promise for when it is closed. */
export function starter(languages: readonly Language[], queue: string): Flow {
  const say = (texts: Record<Language, string>): Record<string, string> => Object.fromEntries(languages.map((language) => [language, texts[language]]));
  const line: Record<string, FlowNode> = {
    menu: { do: 'keys', text: say({ et: 'Inimesega rääkimiseks vajutage 1.', ru: 'Чтобы поговорить с человеком, нажмите 1.', en: 'To speak to a person, press 1.' }), keys: { 1: 'line' } },
    line: { do: 'queue', queue, closed: 'shut' },
    shut: { do: 'callback', queue, text: say({ et: 'Oleme praegu kinni. Võtame teiega ühendust {when}.', ru: 'Сейчас мы закрыты. Мы свяжемся с вами {when}.', en: 'We are closed now. We will get back to you {when}.' }) },
  };
  if (languages.length < 2) return { start: 'menu', person: 'line', nodes: line };
  const said = say({ et: 'Eesti keeles jätkamiseks vajutage 1.', ru: 'Чтобы продолжить по-русски, нажмите 2.', en: 'For English, press 3.' });
  const keys = Object.fromEntries(languages.map((language) => [String({ et: 1, ru: 2, en: 3 }[language]), language]));
  return { start: 'languages', person: 'line', nodes: { languages: { do: 'language', text: said, keys, then: 'menu' }, ...line } };
}
