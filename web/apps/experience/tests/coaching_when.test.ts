import { describe, expect, it } from 'vitest';
import { after, grouped, groupOf, weekday } from '../src/coaching/sessions/when.ts';
import type { Short } from '../src/coaching/sessions/told.ts';

const one = (more: Partial<Short>): Short => ({
  session: 'k1', agent: 'mari', coach: 'hele', agent_name: 'Mari', coach_name: 'Hele', by: 'hele', mine: 'coach', minutes: 45, topics: [], begins_at: 1,
  day: '2026-12-01', time: '10:00', standing: 'planned', outcome: null, cancelled: null, held_at: null, due: false, due_day: null, ...more,
});

describe('which sessions want what now', () => {
  const today = '2026-12-01';
  it.each([
    [{}, 'today'],
    [{ day: '2026-11-30' }, 'waiting'],
    [{ day: '2026-12-07' }, 'week'],
    [{ day: '2026-12-08' }, 'later'],
    [{ standing: 'held', day: '2026-11-30' }, 'waiting'],
    [{ standing: 'agreed', day: '2026-11-30' }, 'under_way'],
    [{ standing: 'agreed', day: '2026-11-30', due: true }, 'waiting'],
    [{ standing: 'followed' }, 'over'],
    [{ standing: 'cancelled', day: '2026-12-08' }, 'over'],
  ] as const)('%o is %s', (more, group) => expect(groupOf(one(more), today)).toBe(group));

  it('puts first what comes first, and of what is over what was last', () => {
    const list = [one({ session: 'b', begins_at: 2 }), one({ session: 'a', begins_at: 1 }), one({ session: 'x', begins_at: 1, standing: 'followed' }), one({ session: 'y', begins_at: 2, standing: 'followed' })];
    const found = grouped(list, today);
    expect(found.get('today')!.map(({ session }) => session)).toEqual(['a', 'b']);
    expect(found.get('over')!.map(({ session }) => session)).toEqual(['y', 'x']);
  });
});

describe('days of the site', () => {
  it('goes over the end of a month and of summer time', () => {
    expect(after('2026-11-30', 1)).toBe('2026-12-01');
    expect(after('2026-10-24', 2)).toBe('2026-10-26');
  });
  it('begins the week with Monday', () => {
    expect([weekday('2026-11-30'), weekday('2026-12-06')]).toEqual([0, 6]);
  });
});
