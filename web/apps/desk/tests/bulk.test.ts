/** What is asked of each of several conversations, and what brings it back as it was. */
import type { Row, State } from '@hoolin/client';
import { describe, expect, test } from 'vitest';
import { commandFor, undoing, type Wish } from '../src/bulk/plan.ts';

const row = (state: State, agent: string | null = null): Row => ({ interaction: 'i1', queue: 'service', state, agent }) as Row;
const LIVE: State[] = ['waiting', 'offered', 'active', 'held', 'parked', 'wrap_up', 'deferred'];
const TAKE: Wish = { what: 'take' };
const HAND: Wish = { what: 'hand', to: { to_agent: 'oleg' } };
const LATER: Wish = { what: 'defer', at: 9, wakes: true };
const CLOSE: Wish = { what: 'close', outcome: 'solved', reasons: ['bill'] };

test('taking takes what waits, asks for what others have, and leaves what is ours', () => {
  for (const state of ['waiting', 'offered', 'deferred'] as const) expect(commandFor(TAKE, { row: row(state) }, 'me')).toEqual({ command: 'take', interaction: 'i1' });
  expect(commandFor(TAKE, { row: row('active', 'me') }, 'me')).toBe('already');
  expect(commandFor(TAKE, { row: row('active', 'oleg') }, 'me')).toMatchObject({ command: 'transfer', to_agent: 'me' });
});

test('what only waits is not handed on', () => {
  expect(commandFor(HAND, { row: row('waiting') }, 'me')).toBe('waits');
  expect(commandFor(HAND, { row: row('parked', 'me') }, 'me')).toEqual({ command: 'transfer', interaction: 'i1', to_agent: 'oleg', note: '' });
});

describe('undoing', () => {
  test('gives back to the line what was taken from it, and puts off again what was put off', () => {
    expect(undoing(TAKE, { row: row('waiting') }, 'me')).toEqual([{ command: 'transfer', interaction: 'i1', queue: 'service', note: '' }]);
    const put_off = { due_at: 5, wakes: true };
    for (const wish of [TAKE, LATER]) expect(undoing(wish, { row: row('deferred'), put_off }, 'me')).toEqual([{ command: 'defer', interaction: 'i1', ...put_off }]);
    expect(undoing(TAKE, { row: row('deferred') }, 'me')).toEqual([]);
  });

  test('takes back what was ours, held or parked as it was', () => {
    expect(undoing(LATER, { row: row('active', 'me') }, 'me').map(({ command }) => command)).toEqual(['take']);
    expect(undoing(LATER, { row: row('held', 'me') }, 'me').map(({ command }) => command)).toEqual(['take', 'hold']);
    expect(undoing(HAND, { row: row('parked', 'me') }, 'me').map(({ command }) => command)).toEqual(['take', 'park']);
  });

  test('never touches what was another’s, nor what has ended', () => {
    for (const state of LIVE) {
      expect(undoing(CLOSE, { row: row(state, 'me') }, 'me')).toEqual([]);
      if (!['waiting', 'offered', 'deferred'].includes(state)) for (const wish of [TAKE, HAND, LATER]) expect(undoing(wish, { row: row(state, 'oleg') }, 'me')).toEqual([]);
    }
  });
});
