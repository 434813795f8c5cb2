/** A flow as the server keeps it, as plain data; and what each kind of node leads to. The server alone says what is right. */
import type { Language } from '@hoolin/ui/i18n';

export const KINDS = ['say', 'keys', 'ask', 'language', 'speak', 'collect', 'hours', 'lookup', 'set', 'queue', 'callback', 'message', 'end'] as const;
export type Kind = (typeof KINDS)[number];
/** The ways out: nothing follows them, but where a queue is closed. */
export const OUT: readonly Kind[] = ['queue', 'callback', 'message', 'end'];
export const QUESTIONS: readonly Kind[] = ['keys', 'ask', 'language', 'collect'];

export type Text = Partial<Record<Language, string>>;
export type Words = Partial<Record<Language, string[]>>;
export interface Answer {
  words: Words;
  then: string;
}
export interface When {
  all: Record<string, string>;
  then: string;
}
export type Path = readonly (string | number)[];

/** One node: `do` and the fields of its kind, as they are written in YAML. */
export interface FlowNode {
  do: Kind;
  text?: Text;
  /** Recordings that are played instead of the text. */
  recorded?: Partial<Record<Language, { prompt: string; ms: number }>>;
  then?: string;
  keys?: Record<string, string>;
  words?: Record<string, Words>;
  answers?: Answer[] | Record<string, string>;
  when?: When[];
  set?: Record<string, string>;
  [field: string]: unknown;
}

export interface Flow {
  start: string;
  person: string;
  nodes: Record<string, FlowNode>;
  variables?: Record<string, string[]>;
  [field: string]: unknown;
}

/** One place of a node from which it goes on. to: null where nothing is said. what: how it is called; value: the key, the answer, the words. */
export interface Exit {
  path: Path;
  to: string | null;
  what: 'key' | 'answer' | 'other' | 'then' | 'open' | 'closed' | 'failed' | 'silence' | 'wrong' | 'when';
  value: string;
}

/** The branches that a guarantee misses when they are not there. */
const ALWAYS: readonly Exit['what'][] = ['closed', 'failed'];

export const firstWords = (words: Words | undefined, language: Language): string =>
  (words?.[language] ?? Object.values(words ?? {})[0] ?? []).slice(0, 2).join(', ');

/** Every place from which a node can go on, in the order in which a person thinks of them. */
export function exits(node: FlowNode, language: Language = 'et'): Exit[] {
  const optional = (field: 'silence' | 'wrong' | 'closed' | 'failed'): Exit => ({ path: [field], to: (node[field] as string | undefined) ?? null, what: field, value: '' });
  const then = (what: Exit['what'] = 'then', value = ''): Exit => ({ path: ['then'], to: node.then ?? null, what, value });
  const failing = [optional('silence'), optional('wrong')];
  switch (node.do) {
    case 'keys':
      return [...Object.entries(node.keys ?? {}).map(([key, to]): Exit => ({ path: ['keys', key], to, what: 'key', value: key })), ...failing];
    case 'ask':
      return [
        ...((node.answers as Answer[] | undefined) ?? []).map((one, at): Exit => ({ path: ['answers', at, 'then'], to: one.then, what: 'answer', value: firstWords(one.words, language) })),
        then('other'),
        ...failing,
      ];
    case 'language':
      return [then('then', Object.values(node.keys ?? {}).join(' · ')), ...failing];
    case 'collect':
      return [then(), ...failing];
    case 'hours':
      return (['open', 'closed'] as const).map((field): Exit => ({ path: [field], to: (node[field] as string | undefined) ?? null, what: field, value: '' }));
    case 'lookup':
      return [...Object.entries((node.answers as Record<string, string> | undefined) ?? {}).map(([code, to]): Exit => ({ path: ['answers', code], to, what: 'answer', value: code })), optional('failed')];
    case 'set':
      return [
        ...(node.when ?? []).map((one, at): Exit => ({ path: ['when', at, 'then'], to: one.then, what: 'when', value: Object.entries(one.all).map((pair) => pair.join(' = ')).join(', ') })),
        then(),
      ];
    case 'queue':
      return [optional('closed')];
    case 'say':
    case 'speak':
      return [then()];
    default:
      return [];
  }
}

/** Those that are drawn: what is set, and what a person should see is not. */
export const drawn = (node: FlowNode, language?: Language): Exit[] => exits(node, language).filter((exit) => exit.to !== null || ALWAYS.includes(exit.what) || exit.what === 'then');

/** As the server names it: `keys.1`, `answers[0].then`. */
export const fieldOf = (path: Path): string => path.reduce<string>((said, step) => (typeof step === 'number' ? `${said}[${step}]` : said ? `${said}.${step}` : step), '');

export interface Edge {
  from: string;
  to: string;
  exit: number;
}

/** Every line of the picture. exit: which of the node's drawn exits. */
export function edges(flow: Flow): Edge[] {
  return Object.entries(flow.nodes).flatMap(([from, node]) =>
    drawn(node).flatMap((exit, at) => (exit.to !== null && exit.to in flow.nodes ? [{ from, to: exit.to, exit: at }] : [])),
  );
}

/** What the node says, in this language or the first it has. */
export const saying = (node: FlowNode, language: Language): string => node.text?.[language] ?? Object.values(node.text ?? {})[0] ?? '';
