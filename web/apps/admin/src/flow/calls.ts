/** What the server answers about flows, and the calls for it. */
import type { Rest } from '@hoolin/client';
import type { Language } from '@hoolin/ui/i18n';
import type { Flow } from './model.ts';

export interface Event {
  event: 'keyed' | 'said' | 'silence' | 'failed' | 'lookup_answered' | 'lookup_failed' | 'person_asked';
  keys?: string;
  text?: string;
  answer?: string;
  values?: Record<string, string>;
}
export interface Trod {
  node: string;
  language: Language;
  events: Event[];
  hour: string;
}
export interface Trap {
  kind: string;
  node: string;
  language: Language;
  steps: number;
  seconds: number;
  path: Trod[];
  said: Record<Language, string>;
  way: Record<Language, string[]>;
}
export interface Verdict {
  holds: boolean;
  steps: number;
  seconds: number;
  mishaps: number;
  mishap_seconds: number;
  places: number;
  idle: string[];
  traps: Trap[];
  /** The newest that is saved; 0: none is. Told by a check. */
  revision?: number;
}
export interface Trouble {
  node: string;
  field: string;
  code: string;
  said: string;
}
export interface FlowLine {
  name: string;
  revision: number;
  nodes: number;
  channels: string[];
  holds: boolean;
}
export interface SiteNames {
  languages: Language[];
  queues: string[];
  hooks: string[];
  channels: string[];
  skills: string[];
  hours: string[];
}
export interface FlowList {
  flows: FlowLine[];
  channels: Record<string, string>;
  site: SiteNames;
}
export interface Shown extends FlowLine {
  flow: Flow;
  verdict: Verdict;
}
export interface Revision {
  revision: number;
  at: number;
  by: string;
  nodes: number;
  note: string;
}
export interface Prompt {
  node: string;
  language: Language;
  text: string;
  prompt: string;
  ms: number;
  barge_in: boolean;
}
export interface Awaits {
  what: 'key' | 'figures' | 'words' | 'recording' | 'lookup' | 'moment';
  timeout_ms: number;
  keys: string;
  most: number;
  hook: string;
}
export interface Out {
  kind: 'queue' | 'callback' | 'message' | 'end';
  language: Language;
  queue: string;
}
export interface Step {
  state: { node: string; language: Language; variables: Record<string, string>; tries: number; chose: boolean };
  says: Prompt[];
  awaits: Awaits | null;
  out: Out | null;
  stuck: string | null;
  keeps: Record<string, string>;
  passed: { node: string; why: string }[];
}
export interface Tried {
  step: Step;
  said: string[];
}
export interface Asking {
  language: Language;
  draft: { flow: Flow };
  state?: Step['state'];
  event?: Event;
  hours: 'now' | 'open' | 'closed';
  at: number;
  spoken: boolean;
  values: Record<string, string>;
}
export interface Ways {
  days: number;
  came: number;
  left: Record<string, number>;
  passed: { earlier: string; node: string; why: string; times: number; customers: number }[];
}

export class FlowCalls {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  list = (): Promise<FlowList> => this.#rest.ask('GET', '/flows');
  show = (name: string): Promise<Shown> => this.#rest.ask('GET', at(name));
  check = (name: string, flow: Flow): Promise<Verdict> => this.#rest.ask('POST', at(name, '/check'), { flow });
  save = (name: string, flow: Flow, based_on: number, note: string): Promise<Shown> => this.#rest.ask('PUT', at(name), { flow, based_on, note });
  write = (name: string, draft: { flow: Flow } | { yaml: string }): Promise<{ flow: Flow; yaml: string }> => this.#rest.ask('POST', at(name, '/written'), draft);
  retire = (name: string): Promise<void> => this.#rest.ask('DELETE', at(name));
  use = (channel: string, flow: string): Promise<{ channels: Record<string, string> }> => this.#rest.ask('PUT', `/flow-channels/${encodeURIComponent(channel)}`, { flow });
  revisions = (name: string): Promise<{ revisions: Revision[] }> => this.#rest.ask('GET', at(name, '/revisions'));
  revision = (name: string, revision: number): Promise<Revision & { flow: Flow }> => this.#rest.ask('GET', at(name, `/revisions/${revision}`));
  ways = (name: string, days: number): Promise<Ways> => this.#rest.ask('GET', at(name, `/ways?days=${days}`));
  preview = (name: string, asking: Asking): Promise<Tried> => this.#rest.ask('POST', at(name, '/preview'), asking);

  /** The sound of a prompt, as a caller hears it. */
  sound = (name: string, words: { language: Language; text: string; prompt: string }): Promise<ArrayBuffer> =>
    this.#rest.bytes('POST', at(name, '/sound'), words);
}

const at = (name: string, rest = ''): string => `/flows/${encodeURIComponent(name)}${rest}`;
