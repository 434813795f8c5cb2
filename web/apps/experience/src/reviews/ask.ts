/** The routes of reviews. */
import type { Rest } from '@hoolin/client';
import type { Fault, Form, Inbox, Marks, Rules, SetUp } from './told.ts';

export interface Visit {
  /** Its id to be: sent again after a lost answer, it is the same visit. */
  visit: string;
  channel: string;
  scorecard: string;
  interaction: string | null;
  marks: Marks;
  note: string;
}

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  inbox = (): Promise<Inbox> => this.#rest.ask('GET', '/reviews');
  form = (review: string): Promise<Form> => this.#rest.ask('GET', at(review));
  take = (review: string): Promise<void> => this.#rest.ask('POST', at(review, '/take'));
  giveBack = (review: string): Promise<void> => this.#rest.ask('POST', at(review, '/give-back'));
  score = (review: string, marks: Marks, note: string): Promise<void> => this.#rest.ask('POST', at(review, '/score'), { marks, note });
  uphold = (review: string, why: string): Promise<void> => this.#rest.ask('POST', at(review, '/decide'), { verdict: 'upheld', why });
  change = (review: string, marks: Marks, why: string): Promise<void> => this.#rest.ask('POST', at(review, '/decide'), { verdict: 'changed', marks, why });
  visit = (visit: Visit): Promise<{ visit: string }> => this.#rest.ask('POST', '/visits', visit);

  rules = (): Promise<SetUp> => this.#rest.ask('GET', '/reviews/rules');
  check = (rules: Rules): Promise<{ faults: Fault[] }> => this.#rest.ask('POST', '/reviews/check', { after: 0, rules });
  setRules = (rules: Rules, after: number): Promise<{ n: number }> => this.#rest.ask('PUT', '/reviews/rules', { rules, after });
}

/** By chance. `crypto.randomUUID` is missing on pages without TLS. */
export const newVisit = (): string => `w${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Of a review's routes. */
export const at = (review: string, more = ''): string => `/reviews/${encodeURIComponent(review)}${more}`;
