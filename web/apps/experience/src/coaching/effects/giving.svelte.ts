/** What is given to whom, and how: to one just so; to several by lot, as long as they are enough that anything could be told; to all at once with a word why. */
import { KINDS, type Design, type Kind, type Offered, type Stand, type Thing, type Wanted } from './told.ts';

const WAVES_MIN = 10;
const PAIRS_MIN = 16;
const ITEMS_MAX = 8;

/** As other pages lead here: `?kind=lesson&id=listen`. */
export function asked(query: string): { kind: Kind; id: string } {
  const found = new URLSearchParams(query);
  return { kind: KINDS.find((one) => one === found.get('kind')) ?? 'lesson', id: found.get('id') ?? '' };
}

export class Giving {
  #offered: Offered;
  #standing = $state.raw<Readonly<Record<string, Stand>>>({});
  what = $state.raw<{ kind: Kind; id: string }>({ kind: 'lesson', id: '' });
  agents = $state.raw<readonly string[]>([]);
  chosen = $state<Design>('stepped');
  why = $state('');

  constructor(offered: Offered, what: { kind: Kind; id: string }) {
    this.#offered = offered;
    this.what = offered.things.some((one) => one.kind === what.kind && one.id === what.id) ? what : { kind: what.kind, id: '' };
  }

  get thing(): Thing | undefined {
    return this.#offered.things.find(({ kind, id }) => kind === this.what.kind && id === this.what.id);
  }
  get names(): string[] {
    return this.#offered.people.filter(({ agent }) => this.agents.includes(agent)).map(({ name }) => name);
  }
  get several(): boolean {
    return this.agents.length > 1;
  }
  /** Too few that anything could be told. */
  get few(): boolean {
    return this.agents.length < WAVES_MIN;
  }
  get ways(): readonly Design[] {
    return this.few ? ['at_once'] : this.agents.length < PAIRS_MIN ? ['stepped', 'at_once'] : ['stepped', 'pairs', 'at_once'];
  }
  get how(): Design {
    return this.ways.includes(this.chosen) ? this.chosen : this.ways[0]!;
  }
  get missing(): 'id' | 'people' | 'why' | null {
    if (!this.what.id) return 'id';
    if (!this.agents.length) return 'people';
    return this.several && this.how === 'at_once' && !this.why.trim() ? 'why' : null;
  }
  get standing(): Readonly<Record<string, Stand>> {
    return this.#standing;
  }
  /** Who waits for it and who had it; of something else that was chosen meanwhile it is not taken. */
  stand(kind: Kind, id: string, found: readonly Stand[]): void {
    if (kind === this.what.kind && id === this.what.id) this.#standing = Object.fromEntries(found.map((one) => [one.agent, one]));
  }

  /** As it is asked what could be seen. */
  wanted(title: string): Wanted {
    const items = [...(this.thing?.items ?? [])].slice(0, ITEMS_MAX);
    return { title, what: { ...this.what }, items, design: this.how, agents: [...this.agents], waves: null, step_weeks: null, before_weeks: 8, expected: 10, why: this.why, spared: [] };
  }
  /** As it is given. why: of whoever waits for it. */
  sent(title: string, why: string): object {
    const at_once = this.several && this.how === 'at_once';
    return { ...this.what, title, agents: this.agents, ...(this.several ? { how: this.how } : {}), why: at_once ? this.why.trim() : why };
  }
  /** For the page on which all of it is planned. */
  query(title: string): URLSearchParams {
    return new URLSearchParams([['kind', this.what.kind], ['id', this.what.id], ['title', title], ...(this.thing?.items ?? []).map((item) => ['item', item]), ...this.agents.map((agent) => ['agent', agent])]);
  }
}
