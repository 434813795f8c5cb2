/** An agent's own work: their figures, what was judged of it, what they think of it, and how far that is apart. */
import type { Rest } from '@hoolin/client';
import type { Definition, Figure } from '../figures/told.ts';
import { askItems } from '../marking/items.ts';
import type { Items, Marks, Scorecard } from '../shell/judged.ts';
import { Missed } from '../state/missed.svelte.ts';
import type { Contact, Gap, Mine, Review } from './told.ts';

const DAY = 86_400_000;
export const PERIODS = { month: 28 * DAY, quarter: 84 * DAY, half: 182 * DAY } as const;
export type Period = keyof typeof PERIODS;
export type BySource = Readonly<Record<string, Readonly<Record<string, Figure>>>>;

/** How far back one's conversations are offered to be rated. */
const RATED_DAYS = 28;

export class Work {
  #rest: Rest;
  #missed: Missed;
  #define: (definitions: Record<string, Definition>) => void;
  #period = $state<Period>('quarter');
  #end = $state(Date.now());
  #items = $state.raw<Items | null>(null);
  #mine = $state.raw<Mine | null>(null);
  #cards = $state.raw<readonly Scorecard[] | null>(null);
  #contacts = $state.raw<readonly Contact[] | null>(null);
  #figures = $state.raw<BySource | null>(null);
  #gap = $state.raw<Gap | null>(null);
  #asked = 0;

  constructor(rest: Rest, failed: (problem: unknown) => string, define: (definitions: Record<string, Definition>) => void) {
    this.#rest = rest;
    this.#missed = new Missed(failed);
    this.#define = define;
  }

  get period(): Period {
    return this.#period;
  }
  get begin(): number {
    return this.#end - PERIODS[this.#period];
  }
  get end(): number {
    return this.#end;
  }
  get mine(): Mine | null {
    return this.#mine;
  }
  get items(): Items {
    return this.#items ?? {};
  }
  /** Whether all that one rates by has come. */
  get ready(): boolean {
    return this.#items !== null && this.#cards !== null;
  }
  /** null: they have not come yet. */
  get cards(): readonly Scorecard[] | null {
    return this.#cards;
  }
  get contacts(): readonly Contact[] | null {
    return this.#contacts;
  }
  get figures(): BySource | null {
    return this.#figures;
  }
  get gap(): Gap | null {
    return this.#gap;
  }
  /** The code of what could not be fetched; '' when all was. */
  get failure(): string {
    return this.#missed.code;
  }
  review = (review: string): Review | undefined => this.#mine?.reviews.find((one) => one.review === review);
  /** When one last rated a conversation; null when never. */
  rated = (interaction: string): number | null => this.#mine?.own.find((one) => one.interaction === interaction)?.at ?? null;

  async start(): Promise<void> {
    await Promise.all([
      this.#missed.try('definitions', async () => this.#define((await this.#rest.ask<{ definitions: Record<string, Definition> }>('GET', '/experience/definitions')).definitions)),
      this.#missed.try('items', async () => void (this.#items = await askItems(this.#rest))),
      this.#missed.try('cards', async () => void (this.#cards = (await this.#rest.ask<{ scorecards: Scorecard[] }>('GET', '/reviews/scorecards')).scorecards)),
      this.#judged(),
      this.choose(this.#period),
    ]);
  }

  /** Look at another period; an answer to an older question is let go. */
  async choose(period: Period): Promise<void> {
    const asked = ++this.#asked;
    this.#period = period;
    this.#end = Date.now();
    const query = `begin=${this.begin}&end=${this.#end}`;
    const still = (): boolean => asked === this.#asked;
    const put = <T>(path: string, take: (found: T) => void): Promise<void> =>
      this.#missed.try(`own${path}`, async () => {
        const found = await this.#rest.ask<T>('GET', `/experience/own${path}?${query}`);
        if (still()) take(found);
      }, still);
    await Promise.all([
      put<{ by_source: BySource }>('', (found) => (this.#figures = found.by_source)),
      put<Gap>('/gap', (found) => (this.#gap = found)),
    ]);
  }

  /** The conversations that may be rated, the newest first. */
  async offer(): Promise<void> {
    const end = Date.now();
    await this.#missed.try('contacts', async () => {
      const path = `/experience/own/contacts?begin=${end - RATED_DAYS * DAY}&end=${end}&limit=50`;
      this.#contacts = (await this.#rest.ask<{ contacts: Contact[] }>('GET', path)).contacts;
    });
  }

  async object(review: string, why: string): Promise<void> {
    await this.#rest.ask('POST', `/reviews/${encodeURIComponent(review)}/appeal`, { why });
    await this.#judged();
  }

  async rate(interaction: string, scorecard: string, marks: Marks): Promise<void> {
    await this.#rest.ask('POST', `/conversations/${encodeURIComponent(interaction)}/own-rating`, { scorecard, marks });
    await Promise.all([this.#judged(), this.choose(this.#period)]);
  }

  #judged = (): Promise<void> => this.#missed.try('mine', async () => void (this.#mine = await this.#rest.ask<Mine>('GET', '/reviews/mine')));
}
