/** A list too long to hold: rows by their index, fetched a page at a time where somebody looks.

Pages are taken as they were when first looked at, so nothing moves under the hand; `newer` counts what has come since,
and `reset` starts again from the top. */
import type { ConversationPage, Row } from './contract.ts';

export interface PagesOptions {
  fetch(offset: number, limit: number): Promise<ConversationPage>;
  changed(): void;
}

const PAGE = 100;
const PAGES_MAX = 60; // about 6,000 rows: more than anybody scrolls back, small enough to forget nothing important

export class Pages {
  total = 0;
  newer = 0;
  failed = false;
  loaded = false;
  #pages = new Map<number, Row[]>();
  #asked = new Set<number>();
  #generation = 0;
  #options: PagesOptions;

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  indexOf(interaction: string): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.interaction === interaction);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Somebody looks at these rows (both ends included). */
  look(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) void this.#want(page);
  }

  /** A row changed while it is on the screen: it is renewed where it stands. */
  renew(row: Row): void {
    const index = this.indexOf(row.interaction);
    if (index < 0) return;
    const page = Math.floor(index / PAGE);
    this.#pages.set(page, this.#pages.get(page)!.with(index % PAGE, row));
    this.#options.changed();
  }

  grew(): void {
    this.newer += 1;
    this.#options.changed();
  }

  /** From the top again; the old rows stay until the new ones are here. */
  async reset(): Promise<void> {
    const generation = (this.#generation += 1);
    this.#asked.clear();
    try {
      const first = await this.#options.fetch(0, PAGE);
      if (generation !== this.#generation) return;
      this.#pages = new Map([[0, first.rows]]);
      this.#asked = new Set([0]);
      this.total = first.total;
      this.newer = 0;
      this.failed = false;
      this.loaded = true;
    } catch {
      if (generation === this.#generation) this.failed = true;
    }
    this.#options.changed();
  }

  async #want(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const generation = this.#generation;
    try {
      const { rows } = await this.#options.fetch(page * PAGE + this.newer, PAGE);
      if (generation !== this.#generation) return;
      this.#pages.set(page, rows);
      this.#forget(page);
      this.failed = false;
    } catch {
      if (generation !== this.#generation) return;
      this.#asked.delete(page);
      this.failed = true;
    }
    this.#options.changed();
  }

  /** Far pages go first. */
  #forget(near: number): void {
    if (this.#pages.size <= PAGES_MAX) return;
    const far = [...this.#pages.keys()].reduce((a, b) => (Math.abs(a - near) > Math.abs(b - near) ? a : b));
    this.#pages.delete(far);
    this.#asked.delete(far);
  }
}
