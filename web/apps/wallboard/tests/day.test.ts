import { describe, expect, it } from 'vitest';
import { ahead, columns, hours, past, total, type Day } from '../src/board/day.ts';
import { clock, interval, percent } from '../src/board/format.ts';
import { pageCount, pageOf } from '../src/board/paging.ts';
import { sparkPoints } from '../src/board/spark.ts';

const QUARTER = 900_000;
const START = 1_750_000_000_000;
const numbers = (from: number): number[] => Array.from({ length: 96 }, (_, step) => (step < 6 ? from + step : 0));
const day: Day = {
  start_at: START,
  step_ms: QUARTER,
  offered: numbers(10),
  answered: numbers(5),
  abandoned: numbers(0),
};

describe('the day', () => {
  it('What is to come is unknown, and so is the quarter under way.', () => {
    const { at, values } = columns(day, START + 5.5 * QUARTER);
    expect(at).toHaveLength(96);
    expect(values[0]!.slice(3, 7)).toEqual([13, 14, null, null]);
    expect(past(day, START + 5.5 * QUARTER).offered).toHaveLength(5);
    expect(past(day, START - 1).offered).toEqual([]);
  });

  it('Hours are sums of quarters, the newest first, and the one under way says so.', () => {
    const found = hours(day, START + 5.5 * QUARTER);
    expect(found).toEqual([
      { at: START - ahead(day) + 4 * QUARTER, running: true, offered: 29, answered: 19, abandoned: 9 },
      { at: START - ahead(day), running: false, offered: 46, answered: 26, abandoned: 6 },
    ]);
    expect(hours(day, START + 96 * QUARTER)).toHaveLength(24);
  });

  it("The day begins at midnight, whatever the screen's clock says.", () => {
    const first = new Date(columns(day, START).at[0]!);
    expect([first.getHours(), first.getMinutes(), first.getSeconds()]).toEqual([0, 0, 0]);
  });

  it('The sum of a series is that of all its steps.', () => {
    expect(total(day, 'offered')).toBe(75);
  });
});

describe('figures', () => {
  it('Times are written as a clock shows them.', () => {
    expect([0, 999, 42_000, 725_000, 3_725_000].map(clock)).toEqual(['0:00', '0:00', '0:42', '12:05', '1:02:05']);
  });

  it('Shares are whole percents with their interval.', () => {
    const measure = { value: 0.834, n: 120, low: 0.751, high: 0.894, target: 0.8 };
    expect([percent(0.834, 'en'), percent(0.834, 'ru'), interval(measure)]).toEqual(['83%', '83\u00a0%', '75–89']);
    expect(interval({ ...measure, low: null, high: null })).toBe('');
  });
});

describe('pages of queues', () => {
  it('Every queue is on exactly one page.', () => {
    for (const [rows, perPage] of [
      [0, 3],
      [1, 3],
      [3, 3],
      [7, 3],
      [18, 7],
      [5, 0],
    ] as const) {
      const all = Array.from({ length: rows }, (_, row) => row);
      const pages = Array.from({ length: pageCount(rows, perPage) }, (_, page) => pageOf(all, page, perPage));
      expect(pages.flat()).toEqual(all);
    }
  });

  it('A page that is gone is the first again.', () => {
    expect(pageOf([1, 2, 3], 5, 2)).toEqual([3]);
    expect(pageOf([1, 2, 3], 2, 2)).toEqual([1, 2]);
  });
});

describe('a spark', () => {
  it('Its highest point touches the top, and nothing lies flat at the bottom.', () => {
    expect(sparkPoints([0, 4, 2], 100, 24)).toBe('0,24 50,0 100,12');
    expect(sparkPoints([0, 0], 100, 24)).toBe('0,24 100,24');
    expect(sparkPoints([3], 100, 24)).toBe('0,0');
  });
});
