/** One flow that is being written: its versions, what the proof says of it, and that nothing of it is lost. */
import { Problem } from '@hoolin/client';
import { createContext } from 'svelte';
import type { FlowCalls, FlowList, Shown, SiteNames, Trap, Trouble, Verdict, Ways } from '../flow/calls.ts';
import { same } from '../flow/compare.ts';
import type { Drafts } from '../flow/drafts.ts';
import { addNode, duplicate, remove, rename, setField, starter, type Usual } from '../flow/edit.ts';
import { DARK, lit, type Lit } from '../flow/lit.ts';
import type { Flow, Kind, Path } from '../flow/model.ts';
import { begun, redone, stepped, undone, type Track } from '../flow/track.ts';

export type Checked = 'checking' | 'holds' | 'traps' | 'wrong' | 'offline' | 'out' | 'refused';
export type Tab = 'node' | 'try' | 'flow';
export interface Clash {
  revision: number;
  theirs: Flow;
  note: string;
}

const CHECK_MS = 400;
const AGAIN_MS = 4_000;

export class Editor {
  readonly name: string;
  #calls: FlowCalls;
  #drafts: Drafts;
  #track = $state.raw<Track<Flow>>(begun({ start: '', person: '', nodes: {} }));
  #base = $state.raw<Flow | null>(null);
  #revision = $state(0);
  #site = $state.raw<SiteNames>({ languages: ['et', 'ru', 'en'], queues: [], hooks: [], channels: [], skills: [], hours: [] });
  #channels = $state.raw<Record<string, string>>({});
  #state = $state<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  #checked = $state<Checked>('checking');
  #verdict = $state.raw<Verdict | null>(null);
  #troubles = $state.raw<Trouble[]>([]);
  #refusal = $state.raw<Record<string, unknown>>({});
  #restored = $state(false);
  #keeps = $state(true);
  #asked = 0;
  #asking = false;
  #stopped = false;
  #dirty = $derived(this.#base === null || !same(this.#base, this.#track.now));
  #timer: ReturnType<typeof setTimeout> | undefined;

  selected = $state<string | null>(null);
  tab = $state<Tab>('node');
  shownTrap = $state(0);
  /** The way of whoever tries it; shown instead of the trap while they do. */
  trying = $state.raw<string[]>([]);
  ways = $state.raw<Ways | null>(null);
  clash = $state.raw<Clash | null>(null);

  #lit = $derived.by((): Lit => {
    if (this.litAs === 'way') return lit(this.flow, this.trying);
    return this.trap ? lit(this.flow, this.trap.path.map((trod) => trod.node)) : DARK;
  });

  constructor(name: string, calls: FlowCalls, drafts: Drafts) {
    this.name = name;
    this.#calls = calls;
    this.#drafts = drafts;
  }

  get flow(): Flow {
    return this.#track.now;
  }
  get base(): Flow | null {
    return this.#base;
  }
  get revision(): number {
    return this.#revision;
  }
  get site(): SiteNames {
    return this.#site;
  }
  get usual(): Usual {
    return { queue: this.#site.queues[0] ?? '', hook: this.#site.hooks[0] ?? '' };
  }
  get channels(): Record<string, string> {
    return this.#channels;
  }
  get state(): 'loading' | 'ready' | 'missing' | 'failed' {
    return this.#state;
  }
  get checked(): Checked {
    return this.#checked;
  }
  get verdict(): Verdict | null {
    return this.#verdict;
  }
  get troubles(): Trouble[] {
    return this.#troubles;
  }
  /** What setting it would be refused with, where that is no trap. */
  get refusal(): Record<string, unknown> {
    return this.#refusal;
  }
  /** The version that somebody else has saved meanwhile; 0: nobody has. */
  get newer(): number {
    const newest = this.#verdict?.revision ?? 0;
    return newest > this.#revision ? newest : 0;
  }
  /** Whether what was left unsaved here has been taken up again. */
  get restored(): boolean {
    return this.#restored;
  }
  /** False where this device has no room for a draft. */
  get keeps(): boolean {
    return this.#keeps;
  }
  get dirty(): boolean {
    return this.#dirty;
  }
  get canUndo(): boolean {
    return this.#track.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#track.future.length > 0;
  }
  get trap(): Trap | null {
    return this.#checked === 'traps' ? (this.#verdict?.traps[this.shownTrap] ?? null) : null;
  }
  get lit(): Lit {
    return this.#lit;
  }
  get litAs(): 'trap' | 'way' {
    return this.tab === 'try' && this.trying.length ? 'way' : 'trap';
  }

  // ── what there is ─────────────────────────────────────────────────────────────────────────────────────────────────

  async open(): Promise<void> {
    const draft = this.#drafts.get(this.name);
    try {
      const list = await this.#calls.list();
      this.#known(list);
      const shown = list.flows.some((one) => one.name === this.name) ? await this.#calls.show(this.name) : null;
      if (!shown && !draft) return void (this.#state = 'missing');
      if (shown) this.#take(shown);
      if (draft && !(shown && same(draft.flow, shown.flow))) {
        this.#base = draft.base;
        this.#revision = draft.revision;
        this.#track = begun(draft.flow);
        this.#restored = true;
      } else this.#drafts.forget(this.name);
    } catch (problem) {
      if (!draft) return void (this.#state = 'failed');
      // Without a line the draft goes on; it is checked once there is one.
      this.#base = draft.base;
      this.#revision = draft.revision;
      this.#track = begun(draft.flow);
      this.#checked = problem instanceof Problem && problem.status === 401 ? 'out' : 'offline';
    }
    this.#state = 'ready';
    this.selected ??= this.flow.start;
    this.#checkSoon(0);
  }

  /** A new one, as small as it can be and still hold. */
  begin(site: SiteNames): void {
    this.#drafts.keep(this.name, { flow: starter(site.languages, site.queues[0] ?? ''), base: null, revision: 0, at: Date.now() });
  }

  #known({ site, channels }: FlowList): void {
    this.#site = site;
    this.#channels = channels;
  }

  #take(shown: Shown): void {
    this.#base = shown.flow;
    this.#revision = shown.revision;
    this.#track = begun(shown.flow);
    this.#verdict = shown.verdict;
  }

  // ── changing it ───────────────────────────────────────────────────────────────────────────────────────────────────

  change(flow: Flow, mark = ''): void {
    this.#now(stepped(this.#track, flow, mark));
  }
  set(code: string, path: Path, to: unknown): void {
    this.change(setField(this.flow, code, path, to), typeof to === 'string' ? `${code}/${path.join('/')}` : '');
  }
  undo(): void {
    this.#now(undone(this.#track));
  }
  redo(): void {
    this.#now(redone(this.#track));
  }
  /** Gives what it is called. */
  add(kind: Kind): string {
    const [flow, code] = addNode(this.flow, kind, this.usual);
    this.change(flow);
    return code;
  }
  duplicate(code: string): void {
    const [flow, copy] = duplicate(this.flow, code);
    this.change(flow);
    this.select(copy);
  }
  remove(code: string): boolean {
    const flow = remove(this.flow, code);
    if (flow) this.change(flow);
    if (flow && this.selected === code) this.selected = flow.start;
    return flow !== null;
  }
  rename(code: string, to: string): boolean {
    const flow = rename(this.flow, code, to);
    if (flow === this.flow) return code === to;
    this.change(flow);
    if (this.selected === code) this.selected = to;
    return true;
  }
  select(code: string, tab: Tab = 'node'): void {
    this.selected = code;
    this.tab = tab;
  }

  #now(track: Track<Flow>): void {
    if (track === this.#track) return;
    this.#track = track;
    if (this.selected && !(this.selected in track.now.nodes)) this.selected = track.now.start;
    if (this.dirty) this.#keeps = this.#drafts.keep(this.name, { flow: this.flow, base: this.#base, revision: this.#revision, at: Date.now() });
    else this.#drafts.forget(this.name);
    this.#checkSoon(CHECK_MS);
  }

  /** As it was saved; can be undone. */
  discard(): void {
    if (this.#base) this.change(this.#base);
    this.#drafts.forget(this.name);
  }

  // ── whether it holds ──────────────────────────────────────────────────────────────────────────────────────────────

  #checkSoon(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#checked !== 'offline' && this.#checked !== 'out') this.#checked = 'checking';
    this.#timer = setTimeout(() => void this.check(), ms);
  }

  /** One at a time: a proof of something large takes its time, and what was typed meanwhile is asked about after it. */
  async check(): Promise<void> {
    const asked = ++this.#asked;
    if (this.#asking) return;
    this.#asking = true;
    await this.#check(asked, this.flow);
    this.#asking = false;
    if (asked !== this.#asked && !this.#stopped) void this.check();
  }

  async #check(asked: number, flow: Flow): Promise<void> {
    try {
      const verdict = await this.#calls.check(this.name, flow);
      if (asked !== this.#asked) return;
      this.#troubles = [];
      this.#verdict = verdict;
      this.shownTrap = 0;
      this.#checked = verdict.holds ? 'holds' : 'traps';
    } catch (problem) {
      if (asked === this.#asked) this.#wrong(problem);
    }
  }

  #wrong(problem: unknown): void {
    const { status = 0, code = '', body = {} } = problem instanceof Problem ? problem : {};
    this.#refusal = body;
    this.#troubles = code === 'flow_unreadable' ? (body['problems'] as Trouble[]) : [];
    this.#checked = status === 401 ? 'out' : code === 'flow_unreadable' ? 'wrong' : status === 0 || status >= 500 || status === 429 ? 'offline' : 'refused';
    if (this.#checked === 'offline' || this.#checked === 'out') this.#timer = setTimeout(() => void this.check(), AGAIN_MS);
  }

  /** Nothing more is asked of the server. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#stopped = true;
  }

  // ── keeping it ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Raises what the server refuses it with, but for a clash: that is shown. */
  async save(note: string): Promise<boolean> {
    const flow = this.flow;
    try {
      const shown = await this.#calls.save(this.name, flow, this.#revision, note);
      this.#base = flow;
      this.#revision = shown.revision;
      this.#restored = false;
      if (!this.dirty) this.#drafts.forget(this.name);
      // It is saved, whether or not the site is heard of again.
      await this.#calls.list().then((list) => this.#known(list)).catch(() => {});
      return true;
    } catch (problem) {
      if (problem instanceof Problem && problem.code === 'flow_changed') await this.#clashed(note);
      else {
        if (problem instanceof Problem && problem.status === 422) void this.check();
        throw problem;
      }
      return false;
    }
  }

  /** Look at what somebody else has saved. Raises when it cannot be had. */
  look(): Promise<void> {
    return this.#clashed('');
  }

  async #clashed(note: string): Promise<void> {
    const list = await this.#calls.list();
    const there = list.flows.some((one) => one.name === this.name);
    const theirs = there ? await this.#calls.show(this.name) : null;
    // Where it was retired meanwhile, mine is begun anew.
    if (theirs) this.clash = { revision: theirs.revision, theirs: theirs.flow, note };
    else this.#revision = 0;
  }

  /** Mine and theirs put together stand in the editor, on top of theirs. */
  settle(flow: Flow): void {
    if (!this.clash) return;
    this.#base = this.clash.theirs;
    this.#revision = this.clash.revision;
    this.clash = null;
    this.change({ ...flow });
  }

  async use(channel: string, on: boolean): Promise<void> {
    this.#channels = (await this.#calls.use(channel, on ? this.name : '')).channels;
    this.#known(await this.#calls.list());
  }

  /** What was never saved is gone from this device. */
  forget(): void {
    this.#drafts.forget(this.name);
  }

  async retire(): Promise<void> {
    await this.#calls.retire(this.name);
    this.#drafts.forget(this.name);
  }

  async count(days: number): Promise<void> {
    this.ways = days ? await this.#calls.ways(this.name, days) : null;
  }
}

export const [useEditor, setEditor] = createContext<Editor>();
