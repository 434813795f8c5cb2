/** What is being planned: its fields, what is missing, and what one would see, asked again when something has changed. */
import { KINDS, type Listed, type Seen, type Wanted } from './told.ts';
import type { EffectKey } from './words.ts';

export type Field = 'title' | 'id' | 'items' | 'people' | 'why';

/** As other pages lead here: `?kind=lesson&id=named_back&title=…&item=heard.named_back&agent=…`. Whoever teaches takes part only where they are named. */
export function begun(query: string, listed: Listed): Wanted {
  const asked = new URLSearchParams(query);
  const kind = KINDS.find((one) => one === asked.get('kind')) ?? 'lesson';
  const known = new Set(listed.items.map((one) => one.code));
  const named = listed.people.filter((one) => asked.getAll('agent').includes(one.agent));
  const people = named.length ? named : listed.people.filter((one) => !one.teaches);
  return {
    title: asked.get('title') ?? '', what: { kind, id: asked.get('id') ?? '' }, items: asked.getAll('item').filter((one) => known.has(one)),
    design: 'stepped', agents: people.map((one) => one.agent), waves: null, step_weeks: null, before_weeks: 8, expected: 10, why: '', spared: [],
  };
}

/** What is missing, by field. */
export function missing(one: Wanted): Partial<Record<Field, EffectKey>> {
  return {
    ...(one.title.trim() ? {} : { title: 'fault_title' as const }),
    ...(one.what.id.trim() ? {} : { id: 'fault_id' as const }),
    ...(one.items.length ? {} : { items: 'fault_items' as const }),
    ...(one.agents.length ? {} : { people: 'fault_people' as const }),
    ...(one.design !== 'at_once' || one.why.trim() ? {} : { why: 'fault_why' as const }),
  };
}

/** As it is sent: whoever must have it now is no part of what is drawn. */
export function sent(one: Wanted): Wanted {
  const spared = one.spared.filter(({ agent, why }) => agent && why.trim());
  const out = new Set(spared.map(({ agent }) => agent));
  return { ...one, title: one.title.trim(), what: { ...one.what, id: one.what.id.trim() }, why: one.why.trim(), spared, agents: one.agents.filter((agent) => !out.has(agent)) };
}

const PAUSE_MS = 400;

export class Foresight {
  #seen = $state.raw<Seen | null>(null);
  #busy = $state(false);
  #ask: (wanted: Wanted) => Promise<Seen>;
  #failed: (problem: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(ask: (wanted: Wanted) => Promise<Seen>, failed: (problem: unknown) => void) {
    this.#ask = ask;
    this.#failed = failed;
  }

  get seen(): Seen | null {
    return this.#seen;
  }
  get busy(): boolean {
    return this.#busy;
  }

  /** Asked once whoever writes pauses; of several answers the newest question's holds. */
  look(wanted: Wanted): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (!wanted.items.length || !wanted.agents.length) {
      this.#seen = null;
      this.#busy = false;
      return;
    }
    this.#busy = true;
    this.#timer = setTimeout(() => void this.#fetch(wanted, asked), PAUSE_MS);
  }
  leave(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #fetch(wanted: Wanted, asked: number): Promise<void> {
    try {
      const found = await this.#ask(wanted);
      if (asked === this.#asked) this.#seen = found;
    } catch (problem) {
      if (asked === this.#asked) this.#seen = null;
      if (asked === this.#asked) this.#failed(problem);
    } finally {
      if (asked === this.#asked) this.#busy = false;
    }
  }
}
