/** Where an arrow and an interval lie beside each other, in points, on a line of so many pixels. */
import type { Naive, Result } from './told.ts';

export const WIDE = 480;
const EDGE = 24;

export interface Drawn {
  readonly x: (points: number) => number;
  readonly ticks: readonly number[];
}

/** The same scale for both, with nothing in it. */
export function drawn(result: Pick<Result, 'points' | 'low' | 'high'>, naive: Pick<Naive, 'low' | 'high' | 'points'>): Drawn {
  const all = [0, naive.low, naive.high, naive.points, result.low ?? 0, result.high ?? 0, result.points ?? 0];
  const step = Math.max(...all) - Math.min(...all) > 60 ? 20 : 10;
  const first = Math.floor(Math.min(...all) / step) * step;
  const last = Math.max(first + step, Math.ceil(Math.max(...all) / step) * step);
  return {
    x: (points) => EDGE + ((points - first) / (last - first)) * (WIDE - 2 * EDGE),
    ticks: Array.from({ length: (last - first) / step + 1 }, (_, at) => first + at * step),
  };
}
