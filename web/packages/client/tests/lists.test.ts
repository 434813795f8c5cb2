/** Lists: an order that waits for the hand to leave, and pages fetched where somebody looks. */
import { expect, test } from 'vitest';
import { byNeed, byPlace, FrozenOrder, Pages, type ConversationPage } from '../src/index.ts';
import { row } from './fakes.ts';

const shown = (order: FrozenOrder): string => order.shown.map((placed) => placed.row.interaction + (placed.gone ? '†' : '')).join(' ');

test('a frozen list keeps every row in its place, counts the new and marks the gone', () => {
  const order = new FrozenOrder();
  order.update([row('a'), row('b'), row('c')]);
  order.freeze(true);
  order.update([row('new'), row('c', { snippet: 'later' }), row('a')]);
  expect(shown(order)).toBe('a b† c');
  expect(order.shown[2]!.row.snippet).toBe('later');
  expect(order.fresh).toBe(1);
  order.freeze(false);
  expect(shown(order)).toBe('new c a');
  expect(order.fresh).toBe(0);
});

test('asking for the new ones shows them although the hand is still there', () => {
  const order = new FrozenOrder();
  order.update([row('a')]);
  order.freeze(true);
  order.update([row('b'), row('a')]);
  order.refresh();
  expect(shown(order)).toBe('b a');
});

test('mine: wrap-ups first, then who waits for my word longest, then the answered, then the parked', () => {
  const rows = [
    row('parked', { state: 'parked', last_at: 9 }),
    row('answered', { state: 'active', last_from: 'agent', last_at: 8 }),
    row('asked later', { state: 'active', last_at: 7 }),
    row('asked first', { state: 'active', last_at: 2 }),
    row('wrap-up', { state: 'wrap_up', last_from: 'agent', last_at: 1 }),
  ];
  expect(rows.sort(byNeed).map(({ interaction }) => interaction)).toEqual(['wrap-up', 'asked first', 'asked later', 'answered', 'parked']);
});

test('waiting: the earliest promised answer first, and priority counts', () => {
  const queues = [
    { queue: 'service', waiting: 0, target_ms: 30_000, target_share: 0.8 },
    { queue: 'slow', waiting: 0, target_ms: 300_000, target_share: 0.8 },
  ];
  const rows = [row('slow', { queue: 'slow', place_at: 0 }), row('b', { place_at: 2_000 }), row('vip', { place_at: 60_000, priority: 1 })];
  expect(rows.sort(byPlace(queues)).map(({ interaction }) => interaction)).toEqual(['vip', 'b', 'slow']);
});

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

function pages(): { list: Pages; asked: number[] } {
  const asked: number[] = [];
  const fetch = async (offset: number, limit: number): Promise<ConversationPage> => {
    asked.push(offset);
    return { total: 1_000, n: 1, rows: Array.from({ length: limit }, (_, at) => row(`r${offset + at}`)) };
  };
  return { list: new Pages({ fetch, changed: () => {} }), asked };
}

test('only the pages that are looked at are fetched, each once', async () => {
  const { list, asked } = pages();
  await list.reset();
  list.look(0, 30);
  list.look(640, 665);
  list.look(650, 705);
  await settled();
  expect(asked).toEqual([0, 600, 700]);
  expect([list.total, list.at(650)?.interaction, list.at(300)]).toEqual([1_000, 'r650', undefined]);
});

test('rows keep their places while new ones arrive above; reset starts from the top', async () => {
  const { list, asked } = pages();
  await list.reset();
  list.grew();
  list.look(100, 120);
  await settled();
  expect(asked).toEqual([0, 101]);
  expect(list.newer).toBe(1);
  await list.reset();
  expect(list.newer).toBe(0);
});

test('a changed row is renewed where it stands', async () => {
  const { list } = pages();
  await list.reset();
  list.renew(row('r5', { snippet: 'new' }));
  list.renew(row('elsewhere'));
  expect([list.indexOf('r5'), list.at(5)?.snippet]).toEqual([5, 'new']);
});
