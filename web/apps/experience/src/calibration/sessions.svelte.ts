/** The sessions that one was called to or called, who may be called, and how far reviewers agree. */
import type { Rest } from '@hoolin/client';
import { same } from '../keeping/merge.ts';
import { askItems } from '../marking/items.ts';
import type { Items, Marks, Scorecard } from '../shell/judged.ts';
import { Missed } from '../state/missed.svelte.ts';
import type { Agreed, Reviewer, Session } from './told.ts';

export interface Called {
  interaction: string;
  scorecard: string;
  reviewers: readonly string[];
}

export class Sessions {
  #rest: Rest;
  #failed: (problem: unknown) => string;
  #missed: Missed;
  #all = $state.raw<readonly Session[] | null>(null);
  #items = $state.raw<Items | null>(null);
  #reviewers = $state.raw<readonly Reviewer[] | null>(null);
  #cards = $state.raw<readonly Scorecard[] | null>(null);
  #agreed = $state.raw<readonly Agreed[] | null>(null);
  #names = $state.raw<ReadonlyMap<string, string>>(new Map());

  constructor(rest: Rest, failed: (problem: unknown) => string) {
    this.#rest = rest;
    this.#failed = failed;
    this.#missed = new Missed(failed);
  }

  get all(): readonly Session[] | null {
    return this.#all;
  }
  get reviewers(): readonly Reviewer[] {
    return this.#reviewers ?? [];
  }
  get cards(): readonly Scorecard[] {
    return this.#cards ?? [];
  }
  get items(): Items {
    return this.#items ?? {};
  }
  /** Whether all that one calls a session with and judges by has come. */
  get ready(): boolean {
    return this.#items !== null && this.#reviewers !== null && this.#cards !== null;
  }
  get agreed(): readonly Agreed[] | null {
    return this.#agreed;
  }
  /** The code of what could not be fetched; '' when all was. */
  get failure(): string {
    return this.#missed.code;
  }
  one = (session: string): Session | undefined => this.#all?.find((one) => one.session === session);
  name = (reviewer: string): string => this.#names.get(reviewer) ?? reviewer;

  async start(): Promise<void> {
    await Promise.all([
      this.#missed.try('items', async () => void (this.#items = await askItems(this.#rest))),
      this.#missed.try('reviewers', () => this.#who()),
      this.#missed.try('cards', () => this.#rules()),
      this.reload(),
    ]);
  }

  /** What became of the sessions meanwhile. */
  reload = (): Promise<void> => this.#missed.try('all', () => this.#load());

  async #load(): Promise<void> {
    const all = await this.#rest.ask<Session[]>('GET', '/calibrations');
    // What did not change stays the same object, so that nothing on the page is drawn anew.
    if (!same(all, this.#all)) this.#all = all;
  }

  /** Quietly: whoever waits for others is not told that one look failed. */
  look = (): Promise<void> => this.#load().then(() => this.#missed.had('all'), (problem) => void this.#failed(problem));

  async agree(): Promise<void> {
    await this.#missed.try('agreed', async () => void (this.#agreed = await this.#rest.ask<Agreed[]>('GET', '/reviews/agreement')));
  }

  async open(called: Called): Promise<string> {
    const { session } = await this.#rest.ask<{ session: string }>('POST', '/calibrations', called);
    await this.reload();
    return session;
  }

  async score(session: string, marks: Marks): Promise<void> {
    await this.#rest.ask('POST', `/calibrations/${encodeURIComponent(session)}/score`, { marks });
    await this.reload();
  }

  async close(session: string): Promise<void> {
    await this.#rest.ask('POST', `/calibrations/${encodeURIComponent(session)}/close`);
    await this.reload();
  }

  async #who(): Promise<void> {
    const told = await this.#rest.ask<{ reviewers: Reviewer[]; former: Reviewer[] }>('GET', '/reviews/reviewers');
    this.#reviewers = told.reviewers;
    this.#names = new Map([...told.former, ...told.reviewers].map(({ id, name }) => [id, name]));
  }

  async #rules(): Promise<void> {
    this.#cards = (await this.#rest.ask<{ scorecards: Scorecard[] }>('GET', '/reviews/scorecards')).scorecards;
  }
}
