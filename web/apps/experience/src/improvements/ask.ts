/** The routes of causes and improvements. */
import type { Rest } from '@hoolin/client';
import type { Cause, CauseTold, Comment, Effect, ImprovementTold, LinkedCase, Listed, OneImprovement, Place, Raisers, Reason, Said } from './told.ts';

const at = (improvement: string, more = ''): string => `/improvements/${encodeURIComponent(improvement)}${more}`;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  causes = async (): Promise<Cause[]> => (await this.#rest.ask<{ causes: Cause[] }>('GET', '/causes')).causes;
  improvements = (): Promise<Listed> => this.#rest.ask('GET', '/improvements');
  reasons = async (): Promise<Reason[]> => (await this.#rest.ask<{ reasons: Reason[] }>('GET', '/reasons/names')).reasons;
  place = async (): Promise<Place> => (await this.#rest.ask<{ site: Place }>('GET', '/reviews/rules')).site;

  one = (improvement: string): Promise<OneImprovement> => this.#rest.ask('GET', at(improvement));
  effect = (improvement: string): Promise<Effect> => this.#rest.ask('GET', at(improvement, '/effect'));
  comments = async (improvement: string): Promise<Comment[]> => (await this.#rest.ask<{ comments: Comment[] }>('GET', at(improvement, '/comments'))).comments;
  cases = async (improvement: string): Promise<LinkedCase[]> => (await this.#rest.ask<{ cases: LinkedCase[] }>('GET', at(improvement, '/cases'))).cases;

  nameCause = (told: CauseTold): Promise<{ cause: string }> => this.#rest.ask('POST', '/causes', told);
  tellCause = (cause: string, told: CauseTold): Promise<unknown> => this.#rest.ask('POST', `/causes/${encodeURIComponent(cause)}`, told);
  propose = (told: ImprovementTold): Promise<{ improvement: string }> => this.#rest.ask('POST', '/improvements', told);
  tell = (improvement: string, told: ImprovementTold): Promise<unknown> => this.#rest.ask('POST', at(improvement), told);

  ship = (improvement: string, day: string): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/ship'), { day });
  withdraw = (improvement: string, why: string): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/withdraw'), { why });
  comment = (improvement: string, text: string): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/comments'), { text });
  link = (improvement: string, one: string): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/cases'), { case: one });
  announce = (improvement: string, text: Said): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/announce'), { text });
  takeBack = (improvement: string): Promise<unknown> => this.#rest.ask('POST', at(improvement, '/unannounce'));
  /** dry: only how many it would be. */
  tellRaisers = (improvement: string, text: Said, dry: boolean): Promise<Raisers> => this.#rest.ask('POST', at(improvement, '/tell'), { text, dry });
}

export const recommendationPath = (improvement: string, language: string, format: 'html' | 'pdf'): string =>
  `/api/v1${at(improvement, '/recommendation')}?${new URLSearchParams({ language, format })}`;
