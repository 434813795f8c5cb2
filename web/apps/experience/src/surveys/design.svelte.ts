/** The surveys of the site as they are being designed: what may be asked, of whom, and what came of it. */
import type { Problem, Rest } from '@hoolin/client';
import type { Question } from '@hoolin/ui/survey';
import { draftOf, Keeper, type Source } from '../keeping/keeper.svelte.ts';
import { form, withSurvey } from './rules.ts';
import type { Around, Fault, Rules, SetUp, Survey, Tally } from './told.ts';

const whole = ({ surveys }: Rules): boolean => Array.isArray(surveys) && surveys.every((one) => Array.isArray(one.questions) && Array.isArray(one.channels));

export class Design {
  readonly keeper: Keeper<Rules, Fault>;
  /** Whether whoever is here may change anything. */
  readonly may: boolean;
  #rest: Rest;
  #items = $state.raw<readonly Question[]>([]);
  #tallies = $state.raw<readonly Tally[]>([]);
  #around = $state.raw<Around | null>(null);

  constructor(rest: Rest, account: string, may: boolean, storage: Storage) {
    this.#rest = rest;
    this.may = may;
    const source: Source<Rules, Fault> = {
      load: () => this.#load(),
      form,
      check: async (rules, after) => (await rest.ask<{ faults: Fault[] }>('POST', '/surveys/check', { after, rules })).faults,
      save: async (rules, after) => void (await rest.ask('PUT', '/surveys', { after, rules })),
      faults: ({ code, body }: Problem) => (code === 'survey_rules' ? (body['faults'] as Fault[]) : null),
      moved: 'surveys_changed',
    };
    this.keeper = new Keeper(source, draftOf(storage, account, 'surveys', may ? whole : () => false));
  }

  get rules(): Rules {
    return this.keeper.value;
  }
  get items(): readonly Question[] {
    return this.#items;
  }
  get tallies(): readonly Tally[] {
    return this.#tallies;
  }
  get around(): Around {
    return this.#around!;
  }

  async #load(): Promise<{ version: number; value: Rules }> {
    const [told, around] = await Promise.all([this.#rest.ask<SetUp>('GET', '/surveys'), this.#rest.ask<Around>('GET', '/surveys/preview')]);
    this.#items = told.items;
    this.#tallies = told.tallies;
    this.#around = around;
    return { version: told.version, value: told.rules };
  }

  item = (code: string): Question | undefined => this.#items.find(({ item }) => item === code);

  change(change: Partial<Rules>): void {
    this.keeper.change({ ...this.rules, ...change });
  }
  set(at: number, change: Partial<Survey>): void {
    this.keeper.change(withSurvey(this.rules, at, change));
  }
}
