/** What the routes of examples tell and take: docs/reference/routes.md. Instants are milliseconds. */
import type { Rest } from '@hoolin/client';
import type { Language } from '@hoolin/ui/i18n';

export type Said = Partial<Record<Language, string>>;
export interface Turn {
  who: 'customer' | 'agent';
  text: string;
}
/** What codes are called: of reasons, and of the items of the register. */
export interface Names {
  reasons: Readonly<Record<string, Said>>;
  items: Readonly<Record<string, Said>>;
}
export interface Named {
  names: Names;
}
export interface Short {
  exemplar: string;
  channel: string;
  queue: string;
  language: Language;
  reasons: readonly string[];
}
/** length: turns of the whole. agent_name: of whoever is shown, where they agreed. */
export interface Example extends Short {
  about: string;
  turns: readonly Turn[];
  length: number;
  criteria: readonly string[];
  basis: string;
  kept_at: number;
  shown: number;
  agent_name: string | null;
  shows_me: boolean;
}
export interface Library extends Named {
  total: number;
  exemplars: readonly Example[];
  aloud: boolean;
}
export type Standing = 'proposed' | 'kept' | 'declined' | 'withdrawn';
export interface Mine extends Short {
  about?: string;
  standing: Standing;
  why: string;
  at: number;
  proposed: boolean;
  shows_me: boolean;
  agrees: boolean | null;
}
/** mine: it was proposed by me or shows me, so that somebody else decides. */
export interface Proposal extends Short {
  by_name: string | null;
  agent_name: string | null;
  source: 'agent' | 'reviewer' | 'customer';
  at: number;
  note: string;
  mine: boolean;
}
/** A conversation that its customer praised. text: their own words. items: what they gave the best marks for. at: when they wrote. */
export interface Praised {
  interaction: string;
  agent_name: string | null;
  at: number;
  channel: string;
  language: Language;
  text: string;
  items: readonly Said[];
}
/** begin, end, kind, whether it is sure. */
export type Span = readonly [number, number, string, boolean];
export interface Hidden extends Turn {
  spans: readonly Span[];
  hidden: string;
}
/** criteria: what it is thought to show. */
export type Whole = Proposal & Named & { turns: readonly Hidden[]; criteria: readonly string[] };
export interface Left {
  turn: number;
  words: string;
  kind: string;
  known: boolean;
}
export interface Text {
  about: string;
  turns: readonly Turn[];
}
export interface Approval {
  text: Text;
  language: Language;
  criteria: readonly string[];
  reasons: readonly string[];
  basis: 'asked' | 'unrecognisable';
  confirmed: readonly { turn: number; words: string }[];
}
/** first, last: messages by their number; or typed, of a call. praised: the customer said so. */
export interface Proposed {
  interaction: string;
  first?: number;
  last?: number;
  typed?: readonly Turn[];
  praised: boolean;
  note: string;
}
export const DECLINES = ['personal', 'not_an_example', 'known_already', 'no_consent'] as const;
export type Decline = (typeof DECLINES)[number];

const at = (exemplar: string, more = ''): string => `/exemplars/${encodeURIComponent(exemplar)}${more}`;
export const soundPath = (exemplar: string): string => `/api/v1${at(exemplar, '/sound')}`;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  library = (wanted: Record<string, string>): Promise<Library> => this.#rest.ask('GET', `/exemplars?${new URLSearchParams(wanted)}`);
  one = (exemplar: string): Promise<Example & Named & { aloud: boolean }> => this.#rest.ask('GET', at(exemplar));
  mine = (): Promise<Named & { exemplars: readonly Mine[] }> => this.#rest.ask('GET', '/exemplars/mine');
  proposals = (): Promise<Named & { proposals: readonly Proposal[] }> => this.#rest.ask('GET', '/exemplars/proposals');
  proposal = (exemplar: string): Promise<Whole> => this.#rest.ask('GET', `/exemplars/proposals/${encodeURIComponent(exemplar)}`);
  praised = async (): Promise<readonly Praised[]> => (await this.#rest.ask<{ praised: Praised[] }>('GET', '/exemplars/praised')).praised;
  setAside = (interaction: string): Promise<void> => this.#rest.ask('POST', `/exemplars/praised/${encodeURIComponent(interaction)}/aside`);
  propose = (one: Proposed): Promise<{ exemplar: string }> => this.#rest.ask('POST', '/exemplars', one);
  check = async (exemplar: string, text: Text): Promise<readonly Left[]> => (await this.#rest.ask<{ left: Left[] }>('POST', at(exemplar, '/check'), { text })).left;
  approve = (exemplar: string, approval: Approval): Promise<void> => this.#rest.ask('POST', at(exemplar, '/approve'), approval);
  decline = (exemplar: string, why: Decline): Promise<void> => this.#rest.ask('POST', at(exemplar, '/decline'), { why });
  withdraw = (exemplar: string, wish: 'keeper' | 'agent' | 'customer'): Promise<void> => this.#rest.ask('POST', at(exemplar, '/withdraw'), { wish });
  agree = (exemplar: string, agrees: boolean): Promise<void> => this.#rest.ask('POST', at(exemplar, '/agree'), { agrees });
  shown = (exemplar: string, heard: boolean): Promise<void> => this.#rest.ask('POST', at(exemplar, '/shown'), { heard });
}

/** A text in pieces, what was found in it apart. */
export function pieces(text: string, spans: readonly Span[]): { text: string; kind: string; sure: boolean }[] {
  const found = [];
  // Places are counted in characters, as Python counts them: an emoji is one.
  const letters = [...text];
  let done = 0;
  for (const [begin, end, kind, sure] of spans) {
    if (begin > done) found.push({ text: letters.slice(done, begin).join(''), kind: '', sure: true });
    found.push({ text: letters.slice(begin, end).join(''), kind, sure });
    done = end;
  }
  if (done < letters.length) found.push({ text: letters.slice(done).join(''), kind: '', sure: true });
  return found;
}

/** What was typed of a call: a line each, in turns, the customer first. */
export const turnsOf = (typed: string): Turn[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((text, at) => ({ who: at % 2 ? 'agent' : 'customer', text }));
