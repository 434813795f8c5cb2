/** The routes of reasons. */
import type { Rest } from '@hoolin/client';
import type { Plan } from './tree/plan.ts';
import type { BoardTold, NamesTold, RisingTold, SeriesTold, SuggestionsTold, TreeTold, UnexplainedTold } from './told.ts';

export type Query = Readonly<Record<string, string | number>>;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  tree = (): Promise<TreeTold> => this.#rest.ask('GET', '/reasons/tree');
  names = (): Promise<NamesTold> => this.#rest.ask('GET', '/reasons/names');
  publish = ({ reasons, crosswalk }: Plan, based_on: number, why: string): Promise<{ number: number }> =>
    this.#rest.ask('POST', '/reasons/tree', { tree: { reasons }, crosswalk, based_on, why });

  board = (query: Query): Promise<BoardTold> => this.#get('/reasons/board', query);
  series = (query: Query): Promise<SeriesTold> => this.#get('/reasons/series', query);
  rising = (): Promise<RisingTold> => this.#get('/reasons/rising');
  unexplained = (): Promise<UnexplainedTold> => this.#get('/reasons/unexplained');
  suggestions = (query: Query): Promise<SuggestionsTold> => this.#get('/reasons/suggestions', query);

  /** The channels or queues that had contacts. */
  parts = async (by: 'channel' | 'queue', query: Query): Promise<string[]> =>
    (await this.#get<{ ones: { name: string }[] }>('/experience/compare', { ...query, by })).ones.map(({ name }) => name);

  #get<T>(path: string, query: Query = {}): Promise<T> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    return this.#rest.ask('GET', search.size ? `${path}?${search}` : path);
  }
}
