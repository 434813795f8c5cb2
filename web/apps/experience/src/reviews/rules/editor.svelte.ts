/** Scorecards and plans that are being written: checked while they are, and nothing of them is lost. */
import { Problem } from '@hoolin/client';
import type { Draft } from '../../keeping/draft.ts';
import type { Ask } from '../ask.ts';
import type { Fault, Items, Place, Rules, SetUp } from '../told.ts';
import { malformed, same } from './change.ts';

export interface Kept {
  rules: Rules;
  base: Rules;
  version: number;
}
const isRules = ({ scorecards, plans, appeal_days }: Rules): boolean => Array.isArray(scorecards) && Array.isArray(plans) && typeof appeal_days === 'number';
export const isKept = ({ rules, base, version }: Kept): boolean => isRules(rules) && isRules(base) && typeof version === 'number';
export interface Clash {
  version: number;
  theirs: Rules;
}
export type Checked = 'checking' | 'fine' | 'faults' | 'unknown';

const CHECK_MS = 400;
/** What is changed within so long is taken back together. */
const STEP_MS = 1_000;
const STEPS_MAX = 100;
const NO_RULES: Rules = { scorecards: [], plans: [], appeal_days: 14 };

export class Editor {
  #ask: Ask;
  #draft: Draft<Kept>;
  #checks: boolean;
  #setUp = $state.raw<SetUp | null>(null);
  #base = $state.raw<Rules>(NO_RULES);
  #rules = $state.raw<Rules>(NO_RULES);
  #version = $state(0);
  #faults = $state.raw<Fault[]>([]);
  #checked = $state<Checked>('fine');
  #keeps = $state(true);
  #restored = $state(false);
  #past = $state.raw<readonly Rules[]>([]);
  #stepped = 0;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  clash = $state.raw<Clash | null>(null);

  /** checks: whether whoever writes may have it checked, and save it. */
  constructor(ask: Ask, draft: Draft<Kept>, checks: boolean) {
    this.#ask = ask;
    this.#draft = draft;
    this.#checks = checks;
  }

  get ready(): boolean {
    return this.#setUp !== null;
  }
  get rules(): Rules {
    return this.#rules;
  }
  get base(): Rules {
    return this.#base;
  }
  get version(): number {
    return this.#version;
  }
  get items(): Items {
    return this.#setUp?.items ?? {};
  }
  get place(): Place {
    return this.#setUp?.site ?? { languages: [], queues: [], channels: [] };
  }
  get faults(): Fault[] {
    return this.#faults;
  }
  get checked(): Checked {
    return this.#checked;
  }
  get dirty(): boolean {
    return !same(this.#rules, this.#base);
  }
  get keeps(): boolean {
    return this.#keeps;
  }
  get restored(): boolean {
    return this.#restored;
  }

  /** What holds, and what was left unsaved here. Raises where it cannot be had. */
  async open(): Promise<void> {
    const found = await this.#ask.rules();
    this.#take(found);
    this.#rules = found.rules;
    const kept = this.#checks ? this.#draft.get() : null;
    if (!kept || same(kept.rules, found.rules)) return this.#draft.forget();
    this.#restored = true;
    this.#rules = kept.rules;
    this.#checkSoon(0);
    if (kept.version === found.version) return;
    this.#base = kept.base;
    this.#version = kept.version;
    this.clash = { version: found.version, theirs: found.rules };
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  change(rules: Rules): void {
    if (Date.now() - this.#stepped > STEP_MS) {
      this.#past = [...this.#past.slice(1 - STEPS_MAX), this.#rules];
      this.#stepped = Date.now();
    }
    this.#put(rules);
  }

  undo(): void {
    const was = this.#past.at(-1);
    if (!was) return;
    this.#past = this.#past.slice(0, -1);
    this.#stepped = 0;
    this.#put(was);
  }

  /** What was before is on another edition: taking it back would take back a colleague's change too. */
  #begun(): void {
    this.#past = [];
    this.#stepped = 0;
  }

  #put(rules: Rules): void {
    this.#rules = rules;
    if (this.dirty) this.#keeps = this.#draft.keep({ rules, base: this.#base, version: this.#version });
    else this.#draft.forget();
    this.#checkSoon(CHECK_MS);
  }

  discard(): void {
    this.#restored = false;
    this.change(this.#base);
  }

  /** Raises what the server refuses, but for faults and for a colleague who was faster: those are shown. Gives whether it holds now. */
  async save(): Promise<boolean> {
    const rules = this.#rules;
    if (this.#wrong(malformed(rules))) return false;
    try {
      await this.#ask.setRules(rules, this.#version);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === 'review_rules') return !this.#wrong(problem.body['faults'] as Fault[]);
      if (problem.code !== 'reviews_changed') throw problem;
      const { version, rules: theirs } = await this.#ask.rules();
      this.clash = { version, theirs };
      return false;
    }
    this.#take(await this.#ask.rules());
    this.#restored = false;
    this.#begun();
    // What was typed while it was saved is still to be saved.
    if (same(this.#rules, rules)) this.#rules = this.#base;
    this.#put(this.#rules);
    return true;
  }

  /** Mine and theirs put together, on top of theirs. */
  settle(rules: Rules): void {
    if (!this.clash) return;
    this.#base = this.clash.theirs;
    this.#version = this.clash.version;
    this.clash = null;
    this.#begun();
    this.#put(rules);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked++;
  }

  #take(found: SetUp): void {
    this.#setUp = found;
    this.#base = found.rules;
    this.#version = found.version;
  }

  #wrong(faults: Fault[]): boolean {
    this.#faults = faults;
    this.#checked = faults.length ? 'faults' : 'fine';
    return faults.length > 0;
  }

  #checkSoon(ms: number): void {
    if (!this.#checks) return;
    clearTimeout(this.#timer);
    this.#checked = 'checking';
    this.#timer = setTimeout(() => void this.#check(), ms);
  }

  async #check(): Promise<void> {
    const asked = ++this.#asked;
    const rules = this.#rules;
    if (this.#wrong(malformed(rules))) return;
    this.#checked = 'checking';
    try {
      const { faults } = await this.#ask.check(rules);
      if (asked === this.#asked) this.#wrong(faults);
    } catch {
      // It is asked again with the next change, and when it is saved.
      if (asked === this.#asked) this.#checked = 'unknown';
    }
  }
}
