/** The register in force, and the next one as it is being written. */
import type { Problem, Rest } from '@hoolin/client';
import { Draft, isText } from '../keeping/draft.ts';
import { draftOf, Keeper, type Source } from '../keeping/keeper.svelte.ts';
import { form } from './register.ts';
import type { Fault, Register, Told, Version } from './told.ts';

const whole = ({ items, criteria }: Register): boolean =>
  Array.isArray(items) && items.every(({ name, sources }) => typeof name?.et === 'string' && Array.isArray(sources)) && Array.isArray(criteria) && criteria.every(({ parts }) => Array.isArray(parts));

export class Edition {
  readonly keeper: Keeper<Register, Fault>;
  /** Whether whoever is here may publish. */
  readonly may: boolean;
  #rest: Rest;
  #told = $state.raw<Told | null>(null);
  #whyDraft: Draft<string>;
  #why = $state('');
  #registers = new Map<number, Register>();

  constructor(rest: Rest, account: string, may: boolean, storage: Storage) {
    this.#rest = rest;
    this.may = may;
    this.#whyDraft = new Draft(storage, `hoolin.criteria.why.${account}`, isText);
    this.#why = this.#whyDraft.get() ?? '';
    const body = (register: Register, based_on: number, why: string) => ({ register, based_on, why });
    const source: Source<Register, Fault> = {
      load: () => this.#load(),
      form,
      // Whether it may be published is asked before anybody has said why.
      check: async (register, version) => (await rest.ask<{ faults: Fault[] }>('POST', '/experience/register/check', body(register, version, '…'))).faults,
      save: async (register, version, why) => void (await rest.ask('PUT', '/experience/register', body(register, version, why))),
      faults: ({ code, body }: Problem) => (code === 'register' ? (body['faults'] as Fault[]) : null),
      moved: 'register_moved_on',
    };
    this.keeper = new Keeper(source, draftOf(storage, account, 'criteria', may ? whole : () => false));
  }

  get told(): Told {
    return this.#told!;
  }
  get register(): Register {
    return this.keeper.value;
  }
  /** What for; kept on this device like the rest, until it is published. */
  get why(): string {
    return this.#why;
  }
  set why(why: string) {
    this.#why = why;
    if (why) this.#whyDraft.keep(why);
    else this.#whyDraft.forget();
  }

  async #load(): Promise<{ version: number; value: Register }> {
    const told = await this.#rest.ask<Told>('GET', '/experience/register');
    this.#told = told;
    this.#registers.set(told.in_force.number, told.in_force.register);
    return { version: told.in_force.number, value: told.in_force.register };
  }

  change(register: Register): void {
    this.keeper.change(register);
  }

  /** One version; what was published never changes. */
  async version(number: number): Promise<Register> {
    const known = this.#registers.get(number);
    if (known) return known;
    const { register } = await this.#rest.ask<Version & { register: Register }>('GET', `/experience/register/${number}`);
    this.#registers.set(number, register);
    return register;
  }
}
