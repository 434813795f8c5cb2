import { Rest, type Me } from '@hoolin/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../src/state/session.svelte.ts';

const me = (account: string): Me => ({ account, agent: null, name: account, role: 'agent', permissions: [], language: 'et', csrf: 'c' }) as unknown as Me;

/** A device on which Ann left what she wrote; log-ins are `a1` and `b1`. */
function device(): { left: () => string[]; session: Session } {
  const kept = new Map([['hoolin.coaching.a1.diary', 'x'], ['hoolin.theme', 'x']]);
  vi.stubGlobal('localStorage', { get length() { return kept.size; }, key: (at: number) => [...kept.keys()][at] ?? null, removeItem: (name: string) => kept.delete(name) });
  const rest = new Rest(async (_, init) => init.method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json(me((JSON.parse(String(init.body)) as { login: string }).login)));
  return { left: () => [...kept.keys()], session: new Session(rest) };
}
afterEach(() => vi.unstubAllGlobals());

describe('A machine that several people use', () => {
  it('keeps what somebody wrote for themselves over an ended session, and not over a log-out', async () => {
    const { left, session } = device();
    await session.logIn('a1', 'x');
    expect(left()).toContain('hoolin.coaching.a1.diary');
    await session.logOut();
    expect(left()).toEqual(['hoolin.theme']);
  });
  it('forgets it when somebody else logs in', async () => {
    const { left, session } = device();
    await session.logIn('b1', 'x');
    expect(left()).toEqual(['hoolin.theme']);
  });
});

describe('Whoever must put a second factor into use first', () => {
  it('is led to where that is done, and no desk opens', async () => {
    const led: string[] = [];
    vi.stubGlobal('location', { replace: (path: string) => led.push(path) });
    const { session } = device();
    session.enter({ ...me('a1'), enrol: true });
    expect(led).toEqual(['/security/']);
    expect(session.me).toBeNull();
  });
});
