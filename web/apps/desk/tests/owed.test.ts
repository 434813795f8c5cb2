/** What is owed is fetched once for many changes, soon however many there are, never two at a time; and of one's own nothing is left out. */
import type { Promised, PromisePage } from '@hoolin/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { owedTo, PAGE } from '../src/state/owedTo.ts';
import { Renewing } from '../src/state/renewing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('many changes cost one call, and a stream of them puts it off no further', async () => {
  let calls = 0;
  const renewing = new Renewing(async () => void calls++);
  for (let i = 0; i < 10; i++) {
    renewing.soon();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(calls).toBe(3); // every third of ten, 100 ms apart
});

test('what may wait a while waits for no longer than what may not', async () => {
  let calls = 0;
  const renewing = new Renewing(async () => void calls++);
  renewing.soon(60_000);
  renewing.soon();
  await vi.advanceTimersByTimeAsync(300);
  expect(calls).toBe(1);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(calls).toBe(1);
});

test('a second call waits for the answer to the first, and one that failed is made again', async () => {
  const open: { resolve: () => void; reject: (problem: Error) => void }[] = [];
  const renewing = new Renewing(() => new Promise((resolve, reject) => void open.push({ resolve, reject })));
  renewing.soon();
  await vi.advanceTimersByTimeAsync(300);
  renewing.soon();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(open.length).toBe(1);
  open[0]!.resolve();
  await vi.advanceTimersByTimeAsync(600);
  expect(open.length).toBe(2);
  open[1]!.reject(new Error('a tunnel'));
  await vi.advanceTimersByTimeAsync(11_000);
  expect(open.length).toBe(3);
  renewing.stop();
  open[2]!.reject(new Error('a tunnel'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(open.length).toBe(3);
});

const promised = (promise: string, due_at: number, owner: string): Promised => ({ promise, due_at, owner }) as Promised;

/** A server with these promises; asked notes what it was asked. */
function server(all: readonly Promised[], asked: Record<string, string>[] = []) {
  return async (params: Record<string, string>): Promise<PromisePage> => {
    asked.push(params);
    const found = all.filter(({ owner }) => params['owner'] !== 'me' || owner === 'juss');
    const offset = Number(params['offset'] ?? 0);
    return { n: 1, at: 0, total: found.length, promises: found.slice(offset, offset + Number(params['limit'])) };
  };
}

test('one call is enough where everything is on the first page', async () => {
  const asked: Record<string, string>[] = [];
  const all = Array.from({ length: PAGE }, (_, n) => promised(`p${n}`, n, 'mari'));
  expect(await owedTo(server(all, asked), 'juss')).toEqual({ list: all, total: PAGE });
  expect(asked.length).toBe(1);
});

test("of more than a page one's own are all there, in order, also where there are pages of them; those of others are the soonest", async () => {
  const others = Array.from({ length: 500 }, (_, n) => promised(`o${n}`, n, 'mari'));
  const own = Array.from({ length: 250 }, (_, n) => promised(`m${n}`, 1_000 + n, 'juss'));
  const { list, total } = await owedTo(server([...others, ...own]), 'juss');
  expect(total).toBe(750);
  expect(list).toEqual([...others.slice(0, PAGE), ...own]);
  expect((await owedTo(server([...others, ...own]), null)).list).toEqual(others.slice(0, PAGE));
});
