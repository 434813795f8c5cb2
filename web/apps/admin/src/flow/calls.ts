/** What the server answers about flows, and the calls for it. */
import { Problem, type Rest } from '@hoolin/client';
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

  list = (): Promise<FlowList> => this.#ask('GET', '/flows');
  show = (name: string): Promise<Shown> => this.#ask('GET', at(name));
  check = (name: string, flow: Flow): Promise<Verdict> => this.#ask('POST', at(name, '/check'), { flow });
  save = (name: string, flow: Flow, based_on: number, note: string): Promise<Shown> => this.#ask('PUT', at(name), { flow, based_on, note });
  write = (name: string, draft: { flow: Flow } | { yaml: string }): Promise<{ flow: Flow; yaml: string }> => this.#ask('POST', at(name, '/written'), draft);
  retire = (name: string): Promise<void> => this.#ask('DELETE', at(name));
  use = (channel: string, flow: string): Promise<{ channels: Record<string, string> }> => this.#ask('PUT', `/flow-channels/${encodeURIComponent(channel)}`, { flow });
  revisions = (name: string): Promise<{ revisions: Revision[] }> => this.#ask('GET', at(name, '/revisions'));
  revision = (name: string, revision: number): Promise<Revision & { flow: Flow }> => this.#ask('GET', at(name, `/revisions/${revision}`));
  ways = (name: string, days: number): Promise<Ways> => this.#ask('GET', at(name, `/ways?days=${days}`));
  preview = (name: string, asking: Asking): Promise<Tried> => this.#ask('POST', at(name, '/preview'), asking);

  /** Whoever has logged in anew in another window has another token: it is asked for, and the call made once more. */
  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    try {
      return await this.#rest.ask<T>(method, path, body);
    } catch (problem) {
      if (!(problem instanceof Problem && problem.code === 'csrf')) throw problem;
      this.#rest.csrf = (await this.#rest.session()).csrf;
      return this.#rest.ask<T>(method, path, body);
    }
  }

  /** The sound of a prompt, as a caller hears it. */
  async sound(name: string, words: { language: Language; text: string; prompt: string }): Promise<ArrayBuffer> {
    const headers = { 'Content-Type': 'application/json', 'X-Hoolin-CSRF': this.#rest.csrf };
    const init: RequestInit = { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify(words) };
    const answer = await fetch(`/api/v1${at(name, '/sound')}`, init).catch(() => {
      throw new Problem('offline', 0);
    });
    if (!answer.ok) throw new Problem(answer.status === 503 ? 'no_voice' : 'invalid', answer.status);
    return answer.arrayBuffer();
  }
}

const at = (name: string, rest = ''): string => `/flows/${encodeURIComponent(name)}${rest}`;
