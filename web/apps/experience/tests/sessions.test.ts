import { Rest } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import { Sessions } from '../src/calibration/sessions.svelte.ts';
import { Work } from '../src/own/work.svelte.ts';
import { read } from '@hoolin/ui/svelte/place.svelte.ts';

const failed = (problem: unknown): string => String(problem);

/** A site that answers each path with what is written for it now, and has nothing else. */
function site(answers: Record<string, unknown>): Rest {
  return new Rest(async (path) => {
    const answer = answers[path.replace('/api/v1', '').split('?')[0]!];
    return answer === undefined ? Response.json({ code: 'notfound' }, { status: 404 }) : Response.json(answer);
  });
}

describe('the sessions of a calibration', () => {
  it('stay the same object while nothing changes, so that whoever judges keeps their place', async () => {
    const answers: Record<string, unknown> = { '/calibrations': [{ session: 's1', interaction: 'i1', judged: 0 }] };
    const sessions = new Sessions(site(answers), failed);
    await sessions.reload();
    const before = sessions.one('s1');
    await sessions.reload();
    expect(sessions.one('s1')).toBe(before);
    answers['/calibrations'] = [{ session: 's1', interaction: 'i1', judged: 1 }];
    await sessions.reload();
    expect(sessions.one('s1')?.judged).toBe(1);
  });

  it('can be called once both scorecards and reviewers have come', async () => {
    const sessions = new Sessions(site({ '/calibrations': [], '/reviews/reviewers': { reviewers: [], former: [] } }), failed);
    await sessions.start();
    expect([sessions.all, sessions.ready]).toEqual([[], false]);
    const whole = new Sessions(
      site({
        '/calibrations': [],
        '/reviews/reviewers': { reviewers: [], former: [] },
        '/reviews/scorecards': { scorecards: [] },
        '/experience/register': { in_force: { register: { items: [] } } },
      }),
      failed,
    );
    await whole.start();
    expect([whole.failure, whole.ready]).toEqual(['', true]);
  });

  it('are no longer said to be missing once they have come', async () => {
    const answers: Record<string, unknown> = {};
    const sessions = new Sessions(site(answers), failed);
    await sessions.reload();
    expect(sessions.failure).toContain('notfound');
    answers['/calibrations'] = [];
    await sessions.look();
    expect(sessions.failure).toBe('');
    delete answers['/calibrations'];
    await sessions.look();
    expect([sessions.all, sessions.failure]).toEqual([[], '']);
  });
});

describe("an agent's own work", () => {
  it('is told to be missing only until it has come', async () => {
    const answers: Record<string, unknown> = {};
    const work = new Work(site(answers), failed, () => undefined);
    await work.choose('month');
    expect(work.failure).toContain('notfound');
    answers['/experience/own'] = { by_source: {} };
    await work.choose('half');
    expect(work.failure).toContain('notfound');
    answers['/experience/own/gap'] = { criteria: [] };
    await work.choose('month');
    expect(work.failure).toBe('');
  });
});

it('A step of an address that nobody can read leads nowhere, and breaks nothing.', () => {
  expect(['r%2F12', '%E0'].map(read)).toEqual(['r/12', '%E0']);
});
