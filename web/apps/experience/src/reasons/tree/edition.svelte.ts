/** The tree in force, and the next one as it is being written. */
import type { Problem } from '@hoolin/client';
import { Draft, isText } from '../../keeping/draft.ts';
import { draftOf, Keeper, type Source } from '../../keeping/keeper.svelte.ts';
import type { Ask } from '../ask.ts';
import type { Beside, Fault, InUse, TreeTold } from '../told.ts';
import { codeFor } from './code.ts';
import { faults, type Around } from './faults.ts';
import { leaves, planOf, reasonIn, type Plan } from './plan.ts';
import { isUsed } from './went.ts';

const whole = ({ reasons, crosswalk }: Plan): boolean =>
  Array.isArray(reasons) && reasons.every(({ code, name, about, examples }) => typeof code === 'string' && typeof name.et === 'string' && typeof about.et === 'string' && Array.isArray(examples)) &&
  Array.isArray(crosswalk) && crosswalk.every(({ to }) => Array.isArray(to));

export class Edition {
  readonly keeper: Keeper<Plan, Fault>;
  /** Whether whoever is here may publish. */
  readonly may: boolean;
  #ask: Ask;
  #told = $state.raw<TreeTold | null>(null);
  #retired = $state.raw<ReadonlySet<string>>(new Set());
  /** Of which the server wants to know where they went, whatever is known here. */
  #demanded = $state.raw<ReadonlySet<string>>(new Set());
  #around = $derived(this.#look());
  #whyDraft: Draft<string>;
  #why = $state('');

  constructor(ask: Ask, account: string, may: boolean, storage: Storage) {
    this.#ask = ask;
    this.may = may;
    this.#whyDraft = new Draft(storage, `hoolin.reasons.why.${account}`, isText);
    this.#why = this.#whyDraft.get() ?? '';
    const source: Source<Plan, Fault> = {
      load: () => this.#load(),
      // All rules are known here, so the server is asked only when it is published.
      form: (plan) => faults(plan, this.around),
      check: async () => [],
      save: async (plan, version, why) => void (await ask.publish(plan, version, why)),
      stands: (plan) => ({ ...plan, crosswalk: [] }),
      faults: (problem) => this.#refused(problem),
      moved: 'reasons_moved_on',
    };
    this.keeper = new Keeper(source, draftOf(storage, account, 'reasons', may ? whole : () => false));
  }

  get told(): TreeTold {
    return this.#told!;
  }
  get plan(): Plan {
    return this.keeper.value;
  }
  get around(): Around {
    return this.#around;
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

  change(plan: Plan): void {
    this.keeper.change(plan);
  }

  /** A code that nothing has or ever had. */
  codeFor(name: string, more: ReadonlySet<string> = new Set()): string {
    const { noted, used, retired } = this.around;
    return codeFor(name, (code) => reasonIn(this.plan, code) !== undefined || reasonIn(this.keeper.base, code) !== undefined || noted.has(code) || code in used || retired.has(code) || more.has(code));
  }

  /** Contacts have it from the time before there was a tree, and it is in no version. */
  get strays(): readonly string[] {
    return [...this.around.noted].filter((code) => !reasonIn(this.keeper.base, code) && !reasonIn(this.plan, code) && isUsed(this.around, code));
  }

  async #load(): Promise<{ version: number; value: Plan }> {
    const [told, names] = await Promise.all([this.#ask.tree(), this.#ask.names()]);
    this.#told = told;
    // Before there was a tree nothing can have been taken out of it: such codes may have a place in the first.
    this.#retired = new Set(told.number ? names.retired.map(({ code }) => code) : []);
    this.#demanded = new Set();
    return { version: told.number, value: planOf(told) };
  }

  #look(): Around {
    const [told, demanded] = [this.#told, this.#demanded];
    const retired = new Set([...this.#retired].filter((code) => !demanded.has(code)));
    if (!told) return { noted: new Set(), used: {}, beside: new Set(), spoken: [], retired };
    const plan = planOf(told);
    const strays = Object.keys(told.used).filter((code) => !reasonIn(plan, code) && !retired.has(code));
    return { noted: new Set([...leaves(plan).map(({ code }) => code), ...strays, ...demanded]), used: told.used, beside: new Set(told.beside.map(({ reason }) => reason)), spoken: told.languages, retired };
  }

  /** Somebody has come to use what was taken out: it is known here from now on, and asked where that goes. */
  #refused({ code, body }: Problem): Fault[] | null {
    if (code === 'reasons') return body['faults'] as Fault[];
    if (code !== 'reason_in_use') return null;
    const found = body['reasons'] as InUse[];
    const users = found.flatMap(({ reason, users: all }): Beside[] =>
      all.map((user) => {
        const [kind, ...name] = user.split(': ');
        return { reason, kind: kind as Beside['kind'], name: name.join(': ') };
      }),
    );
    this.#demanded = new Set([...this.#demanded, ...found.map(({ reason }) => reason)]);
    const others = this.told.beside.filter((one) => !found.some(({ reason }) => reason === one.reason));
    this.#told = { ...this.told, used: { ...this.told.used, ...Object.fromEntries(found.map((one) => [one.reason, one.contacts])) }, beside: [...others, ...users] };
    return faults(this.plan, this.around);
  }
}
