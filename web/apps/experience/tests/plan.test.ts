import { describe, expect, it } from 'vitest';
import { onTop, planOf } from '../src/coaching/sessions/plan.ts';
import type { NewPlan, Plan, Whole } from '../src/coaching/sessions/told.ts';

const base: Plan = { day: '2026-12-01', time: '10:00', minutes: 45, topics: ['heard.named_back'], question: 'Mis siis?', advice: null, after: null };
const mine: NewPlan = { ...base, time: '11:00', question: 'Mida teha?', side: 'coach', other: 'mari', session: 'k1', conversations: [], version: 1, base };
const theirs = { ...base, minutes: 60, question: 'Kuidas?', topics: [], version: 3, session: 'k1', standing: 'planned' } as unknown as Whole;

describe('A plan that both have changed', () => {
  it('has what I changed on top of what the other changed, and mine where both did', () => {
    const both = onTop(mine, theirs);
    expect(planOf(both)).toEqual({ ...base, time: '11:00', minutes: 60, topics: [], question: 'Mida teha?' });
    expect([both.version, both.base, both.session, 'standing' in both]).toEqual([3, planOf(theirs), 'k1', false]);
  });
  it('stays as it is once that was done', () => {
    const once = onTop(mine, theirs);
    expect(onTop(once, theirs)).toEqual(once);
  });
});
