/** One key means one thing at a time, and means it only where nobody is typing. */
import type { Row, State } from '@hoolin/client';
import { expect, test } from 'vitest';
import { ACTIONS, actionFor } from '../src/actions.ts';
import type { Desk } from '../src/state/desk.svelte.ts';

interface Given {
  state?: State;
  mine?: boolean;
  offers?: number;
  letters?: boolean;
  fresh?: number;
}

const desk = ({ state, mine = false, offers = 0, letters = true, fresh = 0 }: Given = {}): Desk =>
  ({
    conversation: { interaction: state ? 'a' : null, row: state ? ({ state, agent: mine ? 'me' : null } as Row) : null, mine },
    live: { offers: Array.from({ length: offers }, (_, at) => ({ offer: `o${at}` })), myAgent: 'me' },
    inbox: { fresh },
    delivers: true,
    phone: { stage: state === 'active' && mine ? 'up' : 'off', talks: 'a', fromPage: () => false, asking: false, muted: false, call: null },
    held: mine && state === 'active' ? { ordinal: 2 } : undefined,
    shared: { prefs: { letters }, session: { can: () => true } },
  }) as unknown as Desk;

const STATES: State[] = ['waiting', 'offered', 'active', 'held', 'parked', 'wrap_up', 'closed', 'abandoned', 'deferred', 'moved'];
const id = (key: string, given: Given, typing = false): string | undefined => actionFor(key, desk(given), typing)?.id;

test('in no state does one key mean two things', () => {
  for (const state of STATES)
    for (const mine of [true, false])
      for (const offers of [0, 1]) {
        const now = desk({ state, mine, offers, fresh: 1 });
        const keys = ACTIONS.filter(({ can }) => can(now)).flatMap(({ keys }) => keys);
        expect(keys.filter((key, at) => keys.indexOf(key) !== at), `${state} ${mine} ${offers}`).toEqual([]);
      }
});

test('letters are text while somebody types; what has Ctrl or is F6 is not', () => {
  expect(id('j', {}, true)).toBeUndefined();
  expect(id('mod+k', {}, true)).toBe('page.commands');
  expect(id('F6', {}, true)).toBe('page.region');
  expect(id('F2', { state: 'active', mine: true }, true)).toBe('work.examples');
  expect(id('shift+F2', { state: 'active', mine: true }, true)).toBe('work.propose');
  expect(id('mod+shift+a', { offers: 1 }, true)).toBe('offer.accept');
});

test('whoever switched the letters off keeps the rest', () => {
  expect(id('j', { letters: false })).toBeUndefined();
  expect(id('?', { letters: false })).toBeUndefined();
  expect(id('mod+k', { letters: false })).toBe('page.commands');
});

test('an offer is answered only when there is one', () => {
  expect(id('y', {})).toBeUndefined();
  expect([id('y', { offers: 1 }), id('x', { offers: 1 })]).toEqual(['offer.accept', 'offer.decline']);
});

test('only what is mine is held, parked, handed on or ended; only what waits is taken', () => {
  expect(['h', 'p', 't', 'e'].map((key) => id(key, { state: 'active', mine: true }))).toEqual(['work.hold', 'work.park', 'work.transfer', 'work.end']);
  expect(['h', 'p', 't', 'e'].map((key) => id(key, { state: 'active' }))).toEqual([undefined, undefined, undefined, undefined]);
  expect([id('i', { state: 'waiting' }), id('i', { state: 'closed' })]).toEqual(['work.take', undefined]);
  expect(id('h', { state: 'wrap_up', mine: true })).toBe('work.back');
});

test('in wrap-up the numbers are reasons, elsewhere they are views', () => {
  expect([id('1', { state: 'active', mine: true }), id('1', { state: 'wrap_up', mine: true })]).toEqual(['view.mine', undefined]);
});

test('the microphone is switched, and a colleague asked, only where this page talks', () => {
  expect([id('m', { state: 'active', mine: true }), id('q', { state: 'active', mine: true })]).toEqual(['call.mute', 'call.consult']);
  expect([id('m', { state: 'waiting' }), id('q', { state: 'waiting' })]).toEqual([undefined, undefined]);
});

test('in a call of somebody else one listens, whispers, joins and leaves by key; in one that is mine, or without a mixer, one does not', () => {
  const given = (more: object, off = {}): Desk =>
    ({
      ...desk({ state: 'active' }),
      conversation: { interaction: 'a', row: { state: 'active', channel: 'voice' } as Row, mine: false, ...more },
      supervision: { interaction: 'a', of: () => ({ off }) },
    }) as unknown as Desk;
  const ids = (one: Desk): (string | undefined)[] => ['l', 'b', 't', 'e'].map((key) => actionFor(key, one, false)?.id);
  expect(ids(given({}))).toEqual(['supervise.listen', 'supervise.whisper', 'supervise.barge', 'supervise.leave']);
  expect(ids(given({}, { whisper: 'no_mixer', barge: 'no_mixer' }))).toEqual(['supervise.listen', undefined, undefined, 'supervise.leave']);
  expect(ids(given({ mine: true }))).not.toContain('supervise.listen');
});
