import { describe, expect, it } from 'vitest';
import { gapTold } from '../src/own/gap.ts';
import { standing } from '../src/own/standing.ts';
import type { Gap, Lean, Review, Share } from '../src/own/told.ts';

const said = (n: number, share: number | null): Share => ({ n, share, low: share && share - 0.1, high: share && share + 0.1 });
const few = said(3, null);
const of = (code: string, self: Share, reviewer: Share, survey: Share, leans: [Lean, Lean]): Gap['criteria'][number] => ({
  code,
  by_source: { self, reviewer, survey },
  leans: { reviewer: leans[0], survey: leans[1] },
  items: [],
});
const told = (...criteria: Gap['criteria'][number][]) => gapTold({ criteria, enough: 10 });

describe('the gap in one sentence', () => {
  it('invites whoever has not rated anything, and tells how many more it takes', () => {
    expect(told().word).toBe('gap_none');
    expect(told(of('heard', said(0, null), said(20, 0.8), few, ['too_few', 'too_few'])).word).toBe('gap_none');
    expect(told(of('heard', few, said(20, 0.8), few, ['too_few', 'too_few']))).toEqual({ word: 'gap_few', values: { n: 7 } });
    expect(told(of('heard', said(12, 0.8), few, few, ['too_few', 'too_few'])).word).toBe('gap_wait');
  });

  it('tells the widest gap, and none that may be chance', () => {
    const alike = of('clarity', said(12, 0.8), said(20, 0.7), few, ['alike', 'too_few']);
    expect(told(alike).word).toBe('gap_alike');
    const higher = of('effort', said(12, 0.9), few, said(30, 0.6), ['too_few', 'own_higher']);
    const lower = of('heard', said(12, 0.2), said(20, 0.9), few, ['own_lower', 'too_few']);
    expect(told(alike, higher).word).toBe('gap_higher_survey');
    expect(told(alike, higher, lower)).toEqual({ word: 'gap_lower_reviewer', values: { criterion: 'heard', own: 0.2, other: 0.9 } });
  });
});

it('A review is open to objections, settled, objected to, or answered.', () => {
  const review = { appeal: null, appeal_until: null } as unknown as Review;
  expect(standing(review)).toBe('over');
  expect(standing({ ...review, appeal_until: 1 })).toBe('may');
  const appeal = { state: 'open', why: 'x', verdict: null, answer: null, marks: null } as const;
  expect(standing({ ...review, appeal })).toBe('open');
  expect(standing({ ...review, appeal: { ...appeal, state: 'decided', verdict: 'changed' } })).toBe('changed');
});
