/** A routing decision is told in words, and tells only what played a part. */
import type { Why } from '@hoolin/client';
import { translator } from '@hoolin/ui/i18n';
import { expect, test } from 'vitest';
import { explained } from '../src/dialogs/why.ts';
import en from '../src/i18n/en.json';
import type { Words } from '../src/state/words.svelte.ts';

const words = {
  t: translator('en', en),
  code: (list: string, code: string) => (en as unknown as Record<string, string>)[`${list}.${code}`] ?? code,
  span: (ms: number) => `${ms / 1_000} s`,
} as unknown as Words;
const names = (agent: string | null): string => ({ k: 'Kristi', o: 'Oleg' })[agent ?? ''] ?? '';
const why: Why = {
  interaction: 'a',
  state: 'active',
  place: null,
  agent: 'k',
  at: 0,
  skills: { 'lang:ru': 50 },
  explanation: { chosen: { agent: 'k', cost_ms: 1_000 }, others: [{ agent: 'o', cost_ms: 9_000 }], away: 1, unskilled: 3, full: 0, refused: 0, urgency_at: 0, affinity_ms: 0, relaxed: 0 },
};

test('who it went to, what was asked for, who else would have fitted and by how much', () => {
  expect(explained(why, words, names, 5_000)).toEqual({
    main: 'It went to Kristi, the best fit at that moment.',
    asked: ['language: Russian ≥ 50'],
    points: ['1 person was away.', '3 people lacked a skill.'],
    others: ['Oleg (8 s behind)'],
  });
});

test('who waits is told their place and how long', () => {
  const waiting: Why = { ...why, state: 'waiting', agent: null, place: 3, explanation: null };
  expect(explained(waiting, words, names, 5_000).main).toBe('Number 3 in line, waiting for 5 s.');
});

test('where nothing was decided nothing is made up', () => {
  const none: Why = { ...why, state: 'deferred', agent: null, explanation: null, skills: {} };
  expect(explained(none, words, names, 0)).toEqual({ main: 'No routing decision was made about this conversation.', asked: [], points: [], others: [] });
});
