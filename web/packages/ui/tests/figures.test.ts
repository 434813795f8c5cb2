import { expect, it } from 'vitest';
import { amount, duration, interval, overlap, scale, ticks } from '../src/figures.ts';

it('A length of time is written in the two units that matter.', () => {
  expect(duration(45_400, 'en')).toBe('45 sec');
  expect(duration(200_000, 'en')).toBe('3 min 20 sec');
  expect(duration(7_500_000, 'en')).toBe('2 hr 5 min');
  expect(duration(120_000, 'en')).toBe('2 min');
});

it('What is nearly a whole unit is that unit, and never sixty of the smaller one.', () => {
  expect(duration(59_600, 'en')).toBe('1 min');
  expect(duration(239_600, 'en')).toBe('4 min');
  expect(duration(3_599_600, 'en')).toBe('1 hr');
  expect(duration(2 * 3_600_000 - 20_000, 'en')).toBe('2 hr');
});

it('A value has the digits of its unit, and an end that nobody knows stays open.', () => {
  expect(amount(0.8123, 'share', 'en')).toBe('81.2%');
  expect(amount(71.4, 'points', 'en')).toBe('71');
  expect(amount(30, 'score', 'en')).toBe('+30');
  expect(interval(0.2, 0.5, 'per_case', 'en')).toBe('0.20–0.50');
  expect(interval(30_000, null, 'ms', 'en')).toBe('30 sec–…');
});

it('Two intervals that touch cannot be told apart.', () => {
  expect(overlap({ value: 70, low: 66, high: 76 }, { value: 78, low: 76, high: 80 })).toBe(true);
  expect(overlap({ value: 70, low: 66, high: 74 }, { value: 78, low: 76, high: 80 })).toBe(false);
});

it('What is beyond a scale stands at its end, and a scale of one value at its beginning.', () => {
  expect([-5, 0, 50, 100, 120].map(scale(0, 100, 10, 20))).toEqual([10, 10, 15, 20, 20]);
  expect(scale(3, 3, 10, 20)(3)).toBe(10);
});

it('An axis has round numbers up to what holds the largest.', () => {
  expect([0, 3, 18, 112, 4_000].map((largest) => ticks(largest))).toEqual([[0, 1], [0, 1, 2, 3], [0, 5, 10, 15, 20], [0, 50, 100, 150], [0, 1000, 2000, 3000, 4000]]);
});
