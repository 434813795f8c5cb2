/** What the server tells of ease: the routes of `coaching_ease`. Instants and lengths are in ms. */
import type { Rest } from '@hoolin/client';

export const FELT = ['easy', 'fine', 'hard'] as const;
export type Felt = (typeof FELT)[number];
export type Counts = Record<Felt, number>;

export interface Rules {
  on: boolean;
  breather_ms: number;
  per_hour_max: number;
  share_percent: number;
  yield_percent: number;
  row_max: number;
  gap_ms: number;
  occupancy_percent_max: number;
  group_min: number;
  taps_min: number;
}

export interface Told {
  interaction: string;
  tap: string;
  at: number;
  felt: Felt;
  queue: string;
  channel: string;
  reason: string;
  week: string;
}

export interface Breather {
  begun_at: number;
  why: 'wished' | 'load';
  ended_at: number;
  cause: string | null;
}

export interface Mine {
  at: number;
  rules: Rules;
  told: Told[];
  told_all: number;
  by_week: (Counts & { code: string })[];
  by_reason: (Counts & { code: string })[];
  rests: Breather[];
  counted: { row: number; here_ms: number; busy_ms: number; begun_last_hour: number; until: number; owed_ms: number; next_at: number } | null;
}

export type By = 'all' | 'queue' | 'channel' | 'reason' | 'hour';

export interface Cell extends Counts {
  by: By;
  code: string;
  told: number;
  hard_low: number;
  hard_high: number;
}

export interface Day {
  day: string;
  offers: number;
  waited_ms: number;
  late: number;
  resting_offers: number;
  resting_waited_ms: number;
  resting_late: number;
  begun: number;
  cut: number;
  rested_ms: number;
}

export interface Totals {
  rules: Rules;
  weeks: { week: string; cells: Cell[] }[];
  hints: Cell[];
  days: Day[];
}

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  mine = (): Promise<Mine> => this.#rest.ask('GET', '/coaching/ease/mine');
  open = async (): Promise<string[]> => (await this.#rest.ask<{ open: string[] }>('GET', '/coaching/ease/open')).open;
  tell = (interaction: string, felt: Felt): Promise<unknown> => this.#rest.ask('POST', '/coaching/ease/told', { interaction, felt });
  takeBack = (taps: string[]): Promise<{ gone: number }> => this.#rest.ask('POST', '/coaching/ease/taken-back', { taps });
  totals = (): Promise<Totals> => this.#rest.ask('GET', '/coaching/ease/totals');
  set = (rules: Partial<Rules>): Promise<Rules> => this.#rest.ask('POST', '/coaching/ease/rules', rules);
}

/** All days as one. */
export function sum(days: readonly Day[]): Omit<Day, 'day'> {
  const whole = { offers: 0, waited_ms: 0, late: 0, resting_offers: 0, resting_waited_ms: 0, resting_late: 0, begun: 0, cut: 0, rested_ms: 0 };
  for (const day of days) for (const name of Object.keys(whole) as (keyof typeof whole)[]) whole[name] += day[name];
  return whole;
}
