/** What there is to fill in for each kind of node, in the order in which a person thinks of it. The presets are the language's own. */
import type { SiteNames } from '../flow/calls.ts';
import type { Flow, Kind, Path } from '../flow/model.ts';

export type Field =
  | { what: 'texts' | 'keys' | 'answers' | 'languages' | 'lookup' | 'set' | 'skills' | 'asking' }
  | { what: 'to'; path: Path; required?: boolean }
  | { what: 'number'; name: string; min: number; max: number; preset: number }
  | { what: 'flag'; name: string; preset: boolean }
  | { what: 'word'; name: string }
  | { what: 'names'; name: string }
  | { what: 'choose'; name: string; preset: string; options: (site: SiteNames, flow: Flow) => string[]; words?: 'channel' | 'choice' };

const THEN: Field = { what: 'to', path: ['then'], required: true };
const TEXTS: Field = { what: 'texts' };
const ASKING: Field = { what: 'asking' };
const BARGE: Field = { what: 'flag', name: 'barge_in', preset: true };
const queue: Field = { what: 'choose', name: 'queue', preset: '', options: (site) => site.queues };

/** The names under which a flow collects or is told something. */
export const collected = (flow: Flow): string[] =>
  [...new Set(Object.values(flow.nodes).flatMap((node) => [...(node.do === 'collect' ? [String(node['into'] ?? '')] : []), ...((node['keep'] as string[] | undefined) ?? [])]))].filter(Boolean);

const hours = (site: SiteNames): string[] => [...new Set(['', ...site.channels, ...site.queues.map((one) => `queue:${one}`), ...site.hours])];

export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  say: [TEXTS, THEN, BARGE],
  keys: [TEXTS, { what: 'keys' }, ASKING],
  ask: [TEXTS, { what: 'answers' }, { what: 'to', path: ['then'] }, ASKING],
  language: [TEXTS, { what: 'languages' }, THEN, ASKING],
  speak: [{ what: 'choose', name: 'language', preset: 'et', options: (site) => site.languages, words: 'choice' }, THEN],
  collect: [
    TEXTS,
    { what: 'choose', name: 'what', preset: 'digits', options: () => ['digits', 'phone', 'email', 'text'], words: 'choice' },
    { what: 'word', name: 'into' },
    { what: 'number', name: 'least', min: 1, max: 1_000, preset: 1 },
    { what: 'number', name: 'most', min: 1, max: 1_000, preset: 40 },
    THEN,
    ASKING,
  ],
  hours: [{ what: 'choose', name: 'hours', preset: '', options: hours }, { what: 'to', path: ['open'], required: true }, { what: 'to', path: ['closed'], required: true }],
  lookup: [
    TEXTS,
    { what: 'choose', name: 'hook', preset: '', options: (site) => site.hooks },
    { what: 'lookup' },
    { what: 'to', path: ['failed'] },
    { what: 'names', name: 'send' },
    { what: 'names', name: 'keep' },
    { what: 'number', name: 'timeout_s', min: 0, max: 60, preset: 3 },
  ],
  set: [{ what: 'set' }, THEN],
  queue: [queue, { what: 'to', path: ['closed'] }, TEXTS, { what: 'skills' }, { what: 'number', name: 'priority', min: 0, max: 100, preset: 0 }],
  callback: [TEXTS, queue, { what: 'choose', name: 'number', preset: '', options: (_, flow) => ['', ...collected(flow)] }],
  message: [TEXTS, queue],
  end: [TEXTS],
};

export const ASKING_FIELDS: readonly Field[] = [
  { what: 'number', name: 'tries', min: 1, max: 5, preset: 2 },
  { what: 'number', name: 'timeout_s', min: 0, max: 60, preset: 8 },
  { what: 'number', name: 'timeout_written_s', min: 0, max: 86_400, preset: 600 },
  { what: 'to', path: ['silence'] },
  { what: 'to', path: ['wrong'] },
  BARGE,
];
