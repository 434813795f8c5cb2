/** The list of conversations: four views, an order that waits for the hand, and a place to move about in. */
import { byNeed, byPlace, FrozenOrder, isInLine, isMine, Pages, rowsOf, type Desk, type Placed, type Rest, type Row, type View } from '@hoolin/client';
import type { SavedView } from '../views/told.ts';
import type { Live } from './live.svelte.ts';
import type { Route } from './route.svelte.ts';

type Paged = 'all' | 'closed';
const RESET_MS = 1_500;

export class Inbox {
  #shown = $state.raw<Placed[]>([]);
  #fresh = $state(0);
  #find = $state('');
  #changes = $state(0);
  #frozen = $state(false);
  #atTop = $state(true);
  #order = new FrozenOrder();
  #pages: Record<Paged, Pages>;
  #rest: Rest;
  #kept: { view: string; pages: Pages } | null = null;
  /** Views that were saved, as far as they are known. */
  saved = $state.raw<readonly SavedView[]>([]);
  /** The conversations with which something is to be done together; null while none are being chosen. */
  chosen = $state.raw<ReadonlyMap<string, Row> | null>(null);
  /** What that is. */
  what: 'assign' | 'defer' | 'close' | 'results' = 'assign';
  #stale = false; // what a saved view shows may have changed
  #resetTimer: ReturnType<typeof setTimeout> | undefined;
  #live: Live;
  #route: Route;

  constructor(rest: Rest, live: Live, route: Route) {
    this.#live = live;
    this.#rest = rest;
    this.#route = route;
    const pages = (view: Paged): Pages =>
      new Pages({ fetch: (offset, limit) => rest.page(view, offset, limit), changed: () => void (this.#changes += 1) });
    this.#pages = { all: pages('all'), closed: pages('closed') };
    live.bus.on('desk', (desk) => this.#ordered(desk));
    // A later snapshot means that facts were missed: what was fetched may be old.
    live.bus.on('snapshot', () => live.desk && void this.#page?.reset());
    live.bus.on('fact', (frame) => {
      const { fact } = frame;
      for (const row of rowsOf(frame)) for (const list of Object.values(this.#pages)) list.renew(row);
      if (this.#kept && this.#page === this.#kept.pages && rowsOf(frame).length) this.#resetSoon(true);
      if (fact.fact === 'interaction_arrived') this.#grew('all');
      if (fact.fact === 'interaction_closed' || fact.fact === 'interaction_abandoned') this.#grew('closed');
    });
  }

  get view(): View {
    return this.#route.view;
  }
  get find(): string {
    return this.#find;
  }
  /** How many rows the view has. */
  get total(): number {
    void this.#changes;
    return this.#page ? this.#page.total : this.#shown.length;
  }
  /** How many are new and not yet shown. */
  get fresh(): number {
    void this.#changes;
    return this.#page ? this.#page.newer : this.#fresh;
  }
  get failed(): boolean {
    void this.#changes;
    return this.#page?.failed ?? false;
  }
  get loaded(): boolean {
    void this.#changes;
    return this.#page ? this.#page.loaded : this.#live.desk !== null;
  }

  at(index: number): Placed | undefined {
    void this.#changes;
    if (!this.#page) return this.#shown[index];
    const row = this.#page.at(index);
    return row && { row, gone: false };
  }

  indexOf(interaction: string | null): number {
    void this.#changes;
    if (!interaction) return -1;
    return this.#page ? this.#page.indexOf(interaction) : this.#shown.findIndex(({ row }) => row.interaction === interaction);
  }

  look(first: number, last: number): void {
    this.#page?.look(first, last);
  }

  show(view: View): void {
    this.#find = '';
    this.#route.go(view, this.#route.interaction, false, null);
  }
  showSaved(view: string): void {
    this.#find = '';
    this.#route.go('all', this.#route.interaction, false, view);
  }
  /** What the shown view is called, if it was saved. */
  get title(): string | undefined {
    return this.saved.find(({ view }) => view === this.#route.saved)?.title;
  }

  search(text: string): void {
    this.#find = text;
    this.refresh();
  }

  /** The hand came into the list, or left it. */
  freeze(frozen: boolean): void {
    if (frozen === this.#frozen) return;
    this.#frozen = frozen;
    this.#order.freeze(frozen);
    this.#take();
    if (!frozen) this.#resetSoon();
  }

  scrolled(atTop: boolean): void {
    this.#atTop = atTop;
  }

  /** Begins to choose, or stops. */
  choosing = (): void => void (this.chosen = this.chosen ? null : new Map());
  stopChoosing = (): void => void (this.chosen = null);
  choose(row: Row): void {
    const chosen = new Map(this.chosen);
    if (!chosen.delete(row.interaction)) chosen.set(row.interaction, row);
    this.chosen = chosen;
  }
  chooseAll(atMost: number): void {
    const rows = Array.from({ length: Math.min(this.total, atMost) }, (_, index) => this.at(index)?.row);
    this.chosen = new Map(rows.flatMap((row) => (row ? [[row.interaction, row]] : [])));
  }

  /** Show what is new, now. */
  refresh(): void {
    if (this.#page) return void this.#page.reset();
    if (this.#live.desk) this.#ordered(this.#live.desk);
    this.#order.refresh();
    this.#take();
  }

  open(interaction: string): void {
    this.#route.go(this.view, interaction, this.#route.interaction !== null);
  }

  /** The next (1) or previous (-1) one after the open one; from nowhere, the first. */
  move(step: 1 | -1): void {
    const at = this.indexOf(this.#route.interaction);
    const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), this.total - 1);
    const placed = this.at(to);
    if (placed) this.open(placed.row.interaction);
  }

  get #page(): Pages | null {
    const { view, saved } = this.#route;
    if (saved) return this.#savedPages(saved);
    return view === 'all' || view === 'closed' ? this.#pages[view] : null;
  }

  #savedPages(view: string): Pages {
    if (this.#kept?.view !== view) {
      const pages = new Pages({ fetch: (offset, limit) => this.#rest.ask('GET', `/views/${encodeURIComponent(view)}/conversations?offset=${offset}&limit=${limit}`), changed: () => void (this.#changes += 1) });
      this.#kept = { view, pages };
    }
    return this.#kept.pages;
  }

  #ordered(desk: Desk): void {
    if (this.#page) return;
    const [belongs, order] =
      this.#route.view === 'waiting'
        ? [isInLine, byPlace(desk.queues)]
        : [(row: Row): boolean => isMine(row, desk.me.agent), byNeed];
    const words = this.#find.toLowerCase();
    const found = (row: Row): boolean => `${row.name ?? ''} ${row.snippet} ${row.queue}`.toLowerCase().includes(words);
    this.#order.update(desk.rows.filter((row) => belongs(row) && (!words || found(row))).sort(order));
    this.#take();
  }

  #take(): void {
    this.#shown = this.#order.shown;
    this.#fresh = this.#order.fresh;
  }

  #grew(view: Paged): void {
    this.#pages[view].grew();
    if (this.#page === this.#pages[view]) this.#resetSoon();
  }

  /** A long list that nobody touches, seen from its top, renews itself now and then. */
  #resetSoon(stale = false): void {
    this.#stale ||= stale;
    if (this.#resetTimer || !this.#page || this.#frozen || !this.#atTop) return;
    this.#resetTimer = setTimeout(() => {
      this.#resetTimer = undefined;
      if (this.#page && !this.#frozen && this.#atTop && (this.#page.newer || this.#stale)) ((this.#stale = false), void this.#page.reset());
    }, RESET_MS);
  }
}
