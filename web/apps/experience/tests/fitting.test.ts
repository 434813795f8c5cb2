import { expect, it } from 'vitest';
import { fitting } from '../src/bars/fitting.ts';

const eight = [100, 90, 120, 100, 90, 95, 110, 95];
const chosen = (room: number, current: number): number[] => [...fitting(eight, room, current)].sort();

it('All pages stand in the bar where there is room; else the first ones and always the one that is shown.', () => {
  expect(chosen(828, 5)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(chosen(827, 5)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(chosen(827, 7)).toEqual([0, 1, 2, 3, 4, 5, 7]);
  expect(chosen(262, 6)).toEqual([0, 6]);
  expect(chosen(100, 6)).toEqual([6]);
  expect(chosen(150, -1)).toEqual([0]);
  expect([...fitting([], 0, -1)]).toEqual([]);
});
