/** The routes of sessions, thanks and diaries. */
import type { Rest } from '@hoolin/client';
import type {
  Along, Choice, Diary, Entry, Listed, Marks, NewPlan, Outcome, People, Plan, Point, Praise, Reason, Recognitions, Side, Thanks, Whole,
} from './told.ts';

export const at = (session: string, more = ''): string => `/coaching/sessions/${encodeURIComponent(session)}${more}`;

/** By chance; sent again after a lost answer, it is the same thing. `crypto.randomUUID` is missing on pages without TLS. */
export const newName = (letter: 'k' | 'r' | 'd'): string =>
  letter + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export interface StepSent {
  text: string;
  item: string | null;
  day: string | null;
  shifts: number | null;
  points: Point[];
}

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  sessions = (): Promise<Listed> => this.#rest.ask('GET', '/coaching/sessions');
  people = (): Promise<People> => this.#rest.ask('GET', '/coaching/sessions/people');
  session = (session: string): Promise<Whole> => this.#rest.ask('GET', at(session));
  choices = (session: string): Promise<Choice[]> => this.#rest.ask('GET', at(session, '/choices'));
  along = (session: string): Promise<Along> => this.#rest.ask('GET', at(session, '/along'));

  plan = (plan: NewPlan, why = ''): Promise<{ session: string }> => this.#rest.ask('POST', '/coaching/sessions', { ...plan, why });
  replan = (session: string, plan: Plan & { based_on: number }, why = ''): Promise<unknown> => this.#rest.ask('PUT', at(session), { ...plan, why });
  choose = (session: string, interaction: string): Promise<unknown> => this.#rest.ask('PUT', at(session, `/conversations/${encodeURIComponent(interaction)}`));
  leave = (session: string, interaction: string): Promise<unknown> => this.#rest.ask('DELETE', at(session, `/conversations/${encodeURIComponent(interaction)}`));
  prepare = (session: string, text: string, shared: boolean): Promise<unknown> => this.#rest.ask('POST', at(session, '/preparation'), { text, shared });
  view = (session: string, side: Side, marks: Marks, text: string): Promise<unknown> => this.#rest.ask('POST', at(session, '/view'), { side, marks, text });
  hold = (session: string, listened: string[]): Promise<unknown> => this.#rest.ask('POST', at(session, '/hold'), { listened });
  step = (session: string, step: StepSent, why = ''): Promise<unknown> => this.#rest.ask('POST', at(session, '/step'), { ...step, why });
  followUp = (session: string, outcome: Outcome, learned: string): Promise<unknown> => this.#rest.ask('POST', at(session, '/follow-up'), { outcome, learned });
  cancel = (session: string, reason: Reason): Promise<unknown> => this.#rest.ask('POST', at(session, '/cancel'), { reason });
  letRead = (session: string, minutes: number): Promise<unknown> => this.#rest.ask('POST', at(session, '/listening'), { minutes });
  endReading = (session: string): Promise<unknown> => this.#rest.ask('DELETE', at(session, '/listening'));

  recognitions = (): Promise<Recognitions> => this.#rest.ask('GET', '/coaching/recognitions');
  colleagues = (): Promise<{ id: string; name: string }[]> => this.#rest.ask('GET', '/coaching/recognitions/people');
  praise = (): Promise<Praise[]> => this.#rest.ask('GET', '/coaching/praise');
  thank = (thanks: Thanks): Promise<unknown> => this.#rest.ask('POST', '/coaching/recognitions', thanks);
  seen = (): Promise<unknown> => this.#rest.ask('POST', '/coaching/recognitions/seen');
  proposeThanked = (recognition: string): Promise<unknown> => this.#rest.ask('POST', `/coaching/recognitions/${encodeURIComponent(recognition)}/exemplar`);
  takeBack = (recognition: string): Promise<unknown> => this.#rest.ask('DELETE', `/coaching/recognitions/${encodeURIComponent(recognition)}`);

  diary = (wanted: string): Promise<Diary> => this.#rest.ask('GET', `/coaching/diary?${new URLSearchParams({ q: wanted })}`);
  note = (entry: Entry & { trial: string }): Promise<unknown> => this.#rest.ask('POST', '/coaching/diary', entry);
  retell = (trial: string, entry: Entry): Promise<unknown> => this.#rest.ask('PUT', `/coaching/diary/${encodeURIComponent(trial)}`, entry);
  erase = (trial: string): Promise<unknown> => this.#rest.ask('DELETE', `/coaching/diary/${encodeURIComponent(trial)}`);
}
