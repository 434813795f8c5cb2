/** The figures' routes. Without a session the page is left for the desk, which has the door. */
import type { Comparison, Curves, Definition, Part, Trend, Whole } from '../figures/told.ts';

export type Query = Readonly<Record<string, string | number>>;

export class Refused extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}

async function get<T>(path: string, query: Query = {}): Promise<T> {
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const response = await fetch(`/api/v1/${path}?${search}`);
  if (response.status === 401) location.assign(`/desk/?return=${encodeURIComponent(location.pathname + location.search)}`);
  if (!response.ok) throw new Refused(response.status);
  return (await response.json()) as T;
}

export interface Me {
  language: string;
  permissions: string[];
}

export const session = (): Promise<Me> => get('session');
export const definitions = (): Promise<{ definitions: Record<string, Definition> }> => get('experience/definitions');
export const whole = (query: Query): Promise<Whole> => get('experience', query);
export const byChannel = (query: Query): Promise<{ parts: Part[] }> => get('experience/by/channel', query);
export const trend = (query: Query): Promise<Trend> => get('experience/trend', query);
export const curves = (query: Query): Promise<Curves> => get('experience/curves', query);
export const compare = (query: Query): Promise<Comparison> => get('experience/compare', query);
