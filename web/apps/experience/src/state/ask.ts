/** The figures' routes. Without a session the page is left for the desk, which has the door. */
import { ledOut, Rest, type Me } from '@hoolin/client';
import type { Comparison, Curves, Definition, Part, Trend, Whole } from '../figures/told.ts';

export type Query = Readonly<Record<string, string | number>>;

const rest = new Rest();

async function get<T>(path: string, query: Query = {}): Promise<T> {
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  try {
    return await rest.ask<T>('GET', `/${path}?${search}`);
  } catch (problem) {
    ledOut(problem);
    throw problem;
  }
}

export const session = (): Promise<Me> => get('session');
export const definitions = (): Promise<{ definitions: Record<string, Definition> }> => get('experience/definitions');
export const whole = (query: Query): Promise<Whole> => get('experience', query);
export const byChannel = (query: Query): Promise<{ parts: Part[] }> => get('experience/by/channel', query);
export const trend = (query: Query): Promise<Trend> => get('experience/trend', query);
export const curves = (query: Query): Promise<Curves> => get('experience/curves', query);
export const compare = (query: Query): Promise<Comparison> => get('experience/compare', query);
