/** The routes of learning. */
import type { Rest } from '@hoolin/client';
import type { AllKept, Asked, Everybody, Fault, LessonTold, MineTold, Node, OneKept, OneLearner, Thing, ThingKind } from './told.ts';

const step = encodeURIComponent;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  mine = (): Promise<MineTold> => this.#rest.ask('GET', '/learning');
  lesson = (lesson: string): Promise<LessonTold> => this.#rest.ask('GET', `/learning/lessons/${step(lesson)}`);
  answer = (lesson: string, number: number, question: string, chosen: readonly number[]): Promise<Asked & { done: boolean }> =>
    this.#rest.ask('POST', `/learning/lessons/${step(lesson)}/answers`, { number, question, chosen });
  own = (path: string, what: 'begin' | 'renew' | 'leave'): Promise<unknown> => this.#rest.ask('POST', `/learning/paths/${step(path)}/${what}`);
  did = (path: string, one: string): Promise<unknown> => this.#rest.ask('POST', `/learning/paths/${step(path)}/steps/${step(one)}/done`);

  everybody = (): Promise<Everybody> => this.#rest.ask('GET', '/learning/people');
  learner = (learner: string): Promise<OneLearner> => this.#rest.ask('GET', `/learning/people/${step(learner)}`);
  put = (learner: string, path: string, coach: string | null, why = ''): Promise<unknown> => this.#of(learner, path, '/begin', { coach, why });
  along = (learner: string, path: string): Promise<unknown> => this.#of(learner, path, '/coach', { coach: null });
  end = (learner: string, path: string): Promise<unknown> => this.#of(learner, path, '/end');
  confirm = (learner: string, path: string, one: string): Promise<unknown> => this.#of(learner, path, `/steps/${step(one)}/done`);
  #of = (learner: string, path: string, what: string, body?: object): Promise<unknown> => this.#rest.ask('POST', `/learning/people/${step(learner)}/paths/${step(path)}${what}`, body);

  kept = (): Promise<AllKept> => this.#rest.ask('GET', '/lessons');
  one = <T extends Thing>(kind: ThingKind, code: string): Promise<OneKept<T>> => this.#rest.ask('GET', `/lessons/${kind}/${step(code)}`);
  ready = <T extends Thing>(kind: ThingKind, code: string): Promise<T> => this.#rest.ask('GET', `/lessons/ready/${kind}/${step(code)}`);
  takeUp = (kind: ThingKind, code: string): Promise<unknown> => this.#rest.ask('POST', `/lessons/ready/${kind}/${step(code)}`);
  publish = (kind: ThingKind, thing: Thing, based_on: number, why: string): Promise<unknown> => this.#rest.ask('POST', `/lessons/${kind}`, { [kind]: thing, based_on, why });
  retire = (kind: ThingKind, code: string): Promise<unknown> => this.#rest.ask('POST', `/lessons/${kind}/${step(code)}/retire`);
  check = async (kind: ThingKind, thing: Thing): Promise<Fault[]> => (await this.#rest.ask<{ faults: Fault[] }>('POST', '/lessons/check', { [kind]: thing })).faults;
  preview = async (text: string): Promise<readonly Node[]> => (await this.#rest.ask<{ shown: Node[] }>('POST', '/lessons/preview', { text })).shown;
  readFile = (text: string): Promise<{ kind: ThingKind; code: string; thing: Thing }> => this.#rest.ask('POST', '/lessons/read', { text });
}

export const filePath = (kind: ThingKind, code: string): string => `/api/v1/lessons/${kind}/${step(code)}/file`;
