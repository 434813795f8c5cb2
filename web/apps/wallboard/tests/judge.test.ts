import type { Board, Measure, QueueBoard } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import {
  atLeast,
  atMost,
  CALM,
  commonTarget,
  freePeople,
  judgeQueue,
  promised,
  staffed,
  within,
  worst,
} from '../src/board/judge.ts';

const measure = (value: number | null, low: number | null, high: number | null, target: number): Measure => ({
  value, n: 100, low, high, target,
}); // prettier-ignore
const queue = (name: string, changes: Partial<QueueBoard> = {}): QueueBoard => ({
  queue: name, waiting: 0, longest_wait_ms: 0, online: 1, asa_ms: 0, last_hour: [],
  service_level: measure(0.9, 0.8, 0.95, 0.8), abandonment: measure(0, 0, 0.03, 0.05), ...changes,
}); // prettier-ignore

describe('a share', () => {
  it('It is calm at its target, doubtful while its interval reaches it, and late beyond.', () => {
    expect(atLeast(measure(0.8, 0.7, 0.9, 0.8)).tone).toBe('calm');
    expect(atLeast(measure(0.78, 0.7, 0.85, 0.8))).toEqual({ tone: 'warn', reason: 'below_maybe' });
    expect(atLeast(measure(0.6, 0.5, 0.7, 0.8))).toEqual({ tone: 'late', reason: 'below' });
    expect(atMost(measure(0.05, 0.02, 0.08, 0.05)).tone).toBe('calm');
    expect(atMost(measure(0.06, 0.03, 0.09, 0.05))).toEqual({ tone: 'warn', reason: 'above_maybe' });
    expect(atMost(measure(0.14, 0.1, 0.2, 0.05))).toEqual({ tone: 'late', reason: 'above' });
  });

  it('Where too few came to say, nothing is said.', () => {
    expect(atLeast(measure(null, null, null, 0.8))).toBe(CALM);
    expect(atMost(measure(null, null, null, 0.05))).toBe(CALM);
  });
});

describe('a wait', () => {
  it('It is noted past its target and late past twice of it.', () => {
    expect([30_000, 30_001, 60_000, 60_001].map((ms) => within(ms, 30_000).tone)).toEqual([
      'calm',
      'warn',
      'warn',
      'late',
    ]);
  });

  it('Without a figure or a target there is nothing to judge.', () => {
    expect([within(null, 30_000), within(99_000, undefined)]).toEqual([CALM, CALM]);
  });
});

describe('people', () => {
  const board = (waiting: number, online: number, busy: number): Board =>
    ({ waiting, agents: { online, busy, away: 0, offline: 0 } }) as Board;

  it('It is late when somebody waits and nobody is at work, and noted when nobody is free.', () => {
    expect(staffed(1, 0)).toEqual({ tone: 'late', reason: 'nobody' });
    expect(staffed(0, 0)).toBe(CALM);
    expect(freePeople(board(2, 3, 3))).toEqual({ tone: 'warn', reason: 'none_free' });
    expect(freePeople(board(2, 0, 0)).reason).toBe('nobody');
    expect(freePeople(board(0, 3, 3))).toBe(CALM);
    expect(freePeople(board(2, 3, 2))).toBe(CALM);
  });
});

describe('the whole', () => {
  it('It is as bad as its worst part.', () => {
    expect(worst([CALM, { tone: 'warn', reason: 'over' }, { tone: 'late', reason: 'below' }]).reason).toBe('below');
    expect(worst([])).toBe(CALM);
  });

  it('Each queue is judged by its own target.', () => {
    const late = queue('a', { waiting: 1, longest_wait_ms: 61_000 });
    expect(judgeQueue(late, 30_000).wait.tone).toBe('late');
    expect(judgeQueue(late, 300_000).wait.tone).toBe('calm');
  });

  it('A target is shown for all only where all have the same.', () => {
    const queues = [queue('a'), queue('b')];
    expect(commonTarget(queues, new Map([['a', 30_000], ['b', 30_000]]))).toBe(30_000); // prettier-ignore
    expect(commonTarget(queues, new Map([['a', 30_000], ['b', 60_000]]))).toBeUndefined(); // prettier-ignore
    expect(commonTarget(queues, new Map([['a', 30_000]]))).toBeUndefined();
  });
});

it('A promise that is overdue is late, one that nobody answers for is noted, all others are calm.', () => {
  const standing = (overdue: number, unowned: number) => promised({ owed: 3, soon: 1, overdue, unowned }).tone;
  expect([standing(1, 1), standing(0, 1), standing(0, 0)]).toEqual(['late', 'warn', 'calm']);
});
