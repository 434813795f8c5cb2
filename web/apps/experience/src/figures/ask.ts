/** The figures' routes. */
import type { Rest } from '@hoolin/client';
import type { Answers, Comparison, Curves, Definition, Part, Trend, Whole } from './told.ts';

export type Query = Readonly<Record<string, string | number>>;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  definitions = (): Promise<{ definitions: Record<string, Definition> }> => this.#get('/definitions');
  whole = (query: Query): Promise<Whole> => this.#get('', query);
  byChannel = (query: Query): Promise<{ parts: Part[]; answers: Answers | null }> => this.#get('/by/channel', query);
  trend = (query: Query): Promise<Trend> => this.#get('/trend', query);
  curves = (query: Query): Promise<Curves> => this.#get('/curves', query);
  compare = (query: Query): Promise<Comparison> => this.#get('/compare', query);

  #get<T>(path: string, query: Query = {}): Promise<T> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    return this.#rest.ask('GET', `/experience${path}?${search}`);
  }
}
