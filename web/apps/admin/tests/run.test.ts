/** What is lit, what was said, what is kept on the device, and how customers are counted. */
import { describe, expect, test } from 'vitest';
import type { Step, Tried } from '../src/flow/calls.ts';
import { Drafts } from '../src/flow/drafts.ts';
import { lit } from '../src/flow/lit.ts';
import { after, begin, over } from '../src/flow/run.ts';
import { counted } from '../src/flow/ways.ts';
import { picture } from '../src/flow/boxes.ts';
import { near } from '../src/picture/near.ts';
import { MENU } from './menu.ts';

describe('a way', () => {
  test('lights its nodes in order, and its lines', () => {
    const way = lit(MENU, ['languages', 'menu', 'number', 'number', 'find', 'once_more', 'number']);
    expect(way.steps.get('number')).toEqual([3, 6]);
    expect(way.lines.has('once_more→number')).toBe(true);
    expect(way.loose).toEqual([]);
    expect(way.last).toBe('number');
  });

  test('that follows no line of the flow is drawn loosely: a wish for a person, a silence', () => {
    expect(lit(MENU, ['menu', 'shut']).loose).toEqual([['menu', 'shut']]);
  });

  test('passes over nodes that are there no more', () => {
    expect([...lit(MENU, ['languages', 'gone', 'menu']).steps.keys()]).toEqual(['languages', 'menu']);
  });
});

describe('a trial', () => {
  const step = (node: string, texts: string[], more: Partial<Step> = {}): Tried => ({
    said: texts,
    step: {
      state: { node, language: 'et', variables: {}, tries: 1, chose: false },
      says: texts.map(() => ({ node, language: 'et', text: '{when}', prompt: '', ms: 0, barge_in: true })),
      awaits: { what: 'key', timeout_ms: 8_000, keys: '12', most: 1, hook: '' }, out: null, stuck: null, keeps: {}, passed: [{ node, why: 'began' }], ...more,
    },
  });

  test('tells what was said with its promises in words, what was answered, and the whole way', () => {
    const run = after(begin(step('menu', ['Arved 1', ' '])), { event: 'keyed', keys: '2' }, step('number', ['Number?'], { keeps: { order: '12' } }));
    expect(run.turns.map((turn) => [turn.who, turn.text])).toEqual([['flow', 'Arved 1'], ['customer', '2'], ['flow', 'Number?']]);
    expect([run.way, run.values, over(run)]).toEqual([['menu', 'number'], { order: '12' }, false]);
  });

  test('is over when nothing is awaited', () => {
    expect(over(begin(step('', [], { awaits: null, out: { kind: 'queue', language: 'et', queue: 'service' } })))).toBe(true);
  });
});

describe('drafts', () => {
  const storage = (room = true): Storage => {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null, removeItem: (key) => void kept.delete(key), key: (at) => [...kept.keys()][at] ?? null, clear: () => kept.clear(),
      setItem: (key, value) => {
        if (!room) throw new Error('full');
        kept.set(key, value);
      },
      get length() {
        return kept.size;
      },
    };
  };

  test('are kept for one account and one flow, and forgotten', () => {
    const place = storage();
    const drafts = new Drafts(place, 'anu');
    expect(drafts.keep('menu', { flow: MENU, base: null, revision: 0, at: 1 })).toBe(true);
    expect(drafts.get('menu')!.flow).toEqual(MENU);
    expect([drafts.names(), new Drafts(place, 'boriss').names()]).toEqual([['menu'], []]);
    drafts.forget('menu');
    expect(drafts.get('menu')).toBeNull();
  });

  test('say so when the device has no room, and pass over what is broken', () => {
    expect(new Drafts(storage(false), 'anu').keep('menu', { flow: MENU, base: null, revision: 0, at: 1 })).toBe(false);
    const place = storage();
    place.setItem('hoolin.flow.anu.menu', '{"flow": 7');
    expect(new Drafts(place, 'anu').get('menu')).toBeNull();
  });
});

test('whoever is asked once more is counted at the line, and not as having come again', () => {
  const passed = [
    { earlier: '', node: 'menu', why: 'began', times: 5, customers: 5 },
    { earlier: 'menu', node: 'menu', why: 'wrong', times: 2, customers: 2 },
    { earlier: 'menu', node: 'bills', why: 'answered', times: 3, customers: 3 },
    { earlier: 'menu', node: 'bills', why: 'went_on', times: 1, customers: 1 },
  ];
  const { nodes, lines, most } = counted({ days: 7, came: 5, left: {}, passed });
  expect([nodes.get('menu'), nodes.get('bills'), lines.get('menu→bills'), lines.get('menu→menu'), most]).toEqual([5, 4, 4, 2, 5]);
});

test('arrow keys lead along the first line, back to where one came from, and up and down a column', () => {
  const drawn = picture(MENU, 'et');
  expect(near(MENU, drawn, 'languages', 'right')).toBe('menu');
  expect(near(MENU, drawn, 'menu', 'left')).toBe('languages');
  expect(near(MENU, drawn, 'languages', 'left')).toBeNull();
  const below = near(MENU, drawn, 'bills', 'down') ?? near(MENU, drawn, 'bills', 'up');
  expect(drawn.nodes.get(below!)!.x).toBe(drawn.nodes.get('bills')!.x);
});
