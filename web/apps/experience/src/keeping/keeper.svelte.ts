/** Something that is written and saved whole, version by version: what is wrong with it, and that nothing of it is lost. */
import { Problem } from '@hoolin/client';
import { Draft, type Storage } from './draft.ts';
import { same } from './merge.ts';

export interface Loaded<T> {
  version: number;
  value: T;
}
export type Checked = 'fine' | 'checking' | 'faulty' | 'offline' | 'out' | 'refused';

/** Where it is kept, and what may be said of it. F: one thing that is wrong. */
export interface Source<T, F> {
  load: () => Promise<Loaded<T>>;
  /** What is wrong with its form: while there is any, the server is not asked. */
  form: (value: T) => F[];
  check: (value: T, version: number) => Promise<F[]>;
  save: (value: T, version: number, why: string) => Promise<void>;
  /** What stands there once it was saved, where that is not what was sent. */
  stands?: (value: T) => T;
  /** The faults that the server refuses it with. */
  faults: (problem: Problem) => F[] | null;
  /** The code by which it is refused when somebody else has saved meanwhile. */
  moved: string;
}

/** How it stands with what is written, whatever that is. */
export interface Written {
  readonly dirty: boolean;
  readonly keeps: boolean;
  readonly checked: Checked;
  readonly refusal: string;
  readonly faults: readonly unknown[];
  readonly saving: boolean;
  readonly restored: boolean;
  readonly newer: number;
  readonly discarded: boolean;
  discard(): void;
  bringBack(): void;
  look(): Promise<void>;
}

/** What is not saved yet. base: what it was made from, and which version that was. */
export interface Saved<T> {
  value: T;
  base: T;
  version: number;
}

/** sound: whether something has the shape that this page writes. */
export const draftOf = <T>(storage: Storage, account: string, what: string, sound: (value: T) => boolean): Draft<Saved<T>> =>
  new Draft(storage, `hoolin.${what}.${account}`, ({ value, base }) => sound(value) && sound(base));

const CHECK_MS = 400;
const AGAIN_MS = 4_000;

export class Keeper<T extends object, F> implements Written {
  #source: Source<T, F>;
  #draft: Draft<Saved<T>>;
  #value = $state.raw<T | null>(null);
  #base = $state.raw<T | null>(null);
  #version = $state(0);
  #standing = $state<'loading' | 'ready' | 'failed'>('loading');
  #checked = $state<Checked>('fine');
  #faults = $state.raw<readonly F[]>([]);
  #refusal = $state('');
  #restored = $state(false);
  #keeps = $state(true);
  #newer = $state(0);
  #discarded = $state.raw<T | null>(null);
  #saving = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = $derived(this.#value !== null && this.#base !== null && !same(this.#value, this.#base));

  /** What somebody else has saved meanwhile, once it was looked at. */
  clash = $state.raw<Loaded<T> | null>(null);

  constructor(source: Source<T, F>, draft: Draft<Saved<T>>) {
    this.#source = source;
    this.#draft = draft;
  }

  /** As it stands here; only asked for when it is ready. */
  get value(): T {
    return this.#value!;
  }
  get base(): T {
    return this.#base!;
  }
  get version(): number {
    return this.#version;
  }
  get standing(): 'loading' | 'ready' | 'failed' {
    return this.#standing;
  }
  get checked(): Checked {
    return this.#checked;
  }
  /** The code of what stands in the way of looking at it, where that is neither a fault nor the line. */
  get refusal(): string {
    return this.#refusal;
  }
  get faults(): readonly F[] {
    return this.#faults;
  }
  get dirty(): boolean {
    return this.#dirty;
  }
  get saving(): boolean {
    return this.#saving;
  }
  /** Whether what was left unsaved here has been taken up again. */
  get restored(): boolean {
    return this.#restored && this.#dirty;
  }
  /** False where this device has no room for a draft. */
  get keeps(): boolean {
    return this.#keeps;
  }
  /** The version that somebody else has saved since the draft was begun; 0: nobody has. */
  get newer(): number {
    return this.#newer;
  }
  get discarded(): boolean {
    return this.#discarded !== null && !this.#dirty;
  }

  async open(): Promise<void> {
    const draft = this.#draft.get();
    try {
      const { version, value } = await this.#source.load();
      this.#take({ version, value });
      if (draft && !same(draft.value, value)) {
        this.#newer = version > draft.version ? version : 0;
        this.#take(draft, draft.base);
        this.#restored = true;
        this.#checkSoon(0);
      } else if (draft) this.#draft.forget();
      this.#standing = 'ready';
    } catch (problem) {
      this.#standing = 'failed';
      throw problem;
    }
  }

  #take({ version, value }: Loaded<T>, base = value): void {
    this.#base = base;
    this.#version = version;
    this.#value = value;
  }

  change(value: T): void {
    this.#discarded = null;
    this.#now(value);
  }

  #now(value: T): void {
    this.#value = value;
    if (this.dirty) this.#keeps = this.#draft.keep({ value, base: this.base, version: this.#version });
    else this.#draft.forget();
    this.#checkSoon(CHECK_MS);
  }

  /** As it was saved; it can be brought back until something is changed. */
  discard(): void {
    const value = this.value;
    this.#restored = false;
    this.#now(this.base);
    this.#discarded = value;
  }
  bringBack(): void {
    if (this.#discarded) this.change(this.#discarded);
  }

  // ── what is wrong with it ─────────────────────────────────────────────────────────────────────────────────────────

  #checkSoon(ms: number): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#checked = 'checking';
    this.#timer = setTimeout(() => void this.check(asked), ms);
  }

  async check(asked = ++this.#asked): Promise<boolean> {
    clearTimeout(this.#timer);
    const value = this.value;
    try {
      const form = this.#source.form(value);
      const found = form.length || !this.dirty ? form : await this.#source.check(value, this.#version);
      if (asked === this.#asked) this.#found(found);
      return found.length === 0;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (asked === this.#asked) this.#wrong(problem);
      return false;
    }
  }

  #found(faults: readonly F[]): void {
    this.#faults = faults;
    this.#checked = faults.length ? 'faulty' : 'fine';
  }

  #wrong({ code, status }: Problem): void {
    this.#refusal = code;
    this.#checked = status === 401 ? 'out' : status === 0 || status >= 500 || status === 429 ? 'offline' : 'refused';
    if (this.#checked !== 'refused') this.#timer = setTimeout(() => void this.check(), AGAIN_MS);
  }

  /** Nothing more is asked of the server. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asked++;
  }

  // ── keeping it ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Raises what the server refuses it with, but for faults and a clash: those are shown. */
  async save(why = ''): Promise<boolean> {
    const value = this.value;
    this.#saving = true;
    try {
      await this.#source.save(value, this.#version, why);
      await this.#saved(value);
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const faults = this.#source.faults(problem);
      if (problem.code === this.#source.moved) await this.look();
      else if (faults) this.#found(faults);
      else throw problem;
      return false;
    } finally {
      this.#saving = false;
    }
  }

  /** A save raises the version by one: what stands there beyond that, somebody else has saved on top of this. */
  async #saved(value: T): Promise<void> {
    const stands = this.#source.stands ?? ((one: T): T => one);
    this.#base = stands(value);
    this.#version += 1;
    this.#newer = 0;
    this.#restored = false;
    this.#now(stands(this.value));
    // It is saved, whether or not more is heard of.
    const there = await this.#source.load().catch(() => null);
    if (there && there.version > this.#version) this.#newer = there.version;
  }

  /** Look at what somebody else has saved. Raises when it cannot be had. */
  async look(): Promise<void> {
    this.clash = await this.#source.load();
  }

  /** Mine and theirs put together stand here, on top of theirs. */
  settle(value: T): void {
    if (!this.clash) return;
    this.#base = this.clash.value;
    this.#version = this.clash.version;
    this.#newer = 0;
    this.clash = null;
    this.change(value);
  }
}
