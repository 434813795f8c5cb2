/** The routes of reviews. */
import type { Recording, Rest } from '@hoolin/client';
import type { Fault, Form, Inbox, Marks, Played, Rules, SetUp } from './told.ts';

/** So many pages of a conversation are fetched at most, 200 messages each. */
const PAGES_MAX = 25;

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

  /** A call's recordings; where there are none, or one may not hear them, none. */
  recordings = (interaction: string): Promise<Recording[]> => this.#rest.recordings(interaction).then(({ recordings }) => recordings, () => []);
  soundPath = (interaction: string, stretch: string): string => this.#rest.recordingPath(interaction, stretch);
  filePath = (blob: string): string => this.#rest.attachmentPath(blob);

  /** All of a conversation, however long. */
  async played(review: string): Promise<Played> {
    const last = await this.#played(review);
    let { messages } = last;
    for (let page = 1; page < PAGES_MAX && (messages[0]?.ordinal ?? 1) > 1; page++) {
      messages = [...(await this.#played(review, messages[0]!.ordinal)).messages, ...messages];
    }
    return { ...last, messages };
  }

  #played = (review: string, before?: number): Promise<Played> => this.#rest.ask('GET', at(review, `/conversation${before ? `?before=${before}` : ''}`));
}

/** By chance. `crypto.randomUUID` is missing on pages without TLS. */
export const newVisit = (): string => `w${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

const at = (review: string, more = ''): string => `/reviews/${encodeURIComponent(review)}${more}`;
