/** At the end of a conversation: a key means the same for as long as it is looked at, nothing waits for what is suggested, and no cause is lost. */
import { Problem } from '@hoolin/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Causes } from '../src/ending/causes.ts';
import type { Suggestions } from '../src/ending/contract.ts';
import { Ending, REASONS_MAX, WAIT_MS } from '../src/ending/ending.svelte.ts';
import { found } from '../src/ending/find.ts';
import { naming } from '../src/ending/naming.svelte.ts';

const LIST = ['bill', 'roaming', 'outage', 'sim', 'move', 'order', 'other'];
const TOLD: Suggestions = { suggested: [{ code: 'outage', likely: 0.8 }, { code: 'bill', likely: 0.2 }], new: false, learning: false, causes: [], noted: [] };
const NONE: Suggestions = { ...TOLD, suggested: [] };

class Memory {
  kept = new Map<string, string>();
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.kept.set(name, value);
  removeItem = (name: string): void => void this.kept.delete(name);
}

const answering = (told: Suggestions, ms = 0) => ({ ask: <T>(): Promise<T> => new Promise((settle) => setTimeout(() => settle(told as T), ms)) });

async function ended(memory: Memory, told: Suggestions, ms = 10): Promise<Ending> {
  const ending = new Ending(() => LIST, memory);
  const asked = ending.ask(answering(told, ms), 'i1');
  await vi.advanceTimersByTimeAsync(WAIT_MS + ms);
  await asked;
  return ending;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first time a number waits until it is known what it means', async () => {
  for (const [told, meant] of [[TOLD, 'outage'], [NONE, 'bill']] as const) {
    const ending = new Ending(() => LIST, new Memory());
    void ending.ask(answering(told, 10), 'i1');
    ending.press(1);
    expect([ending.chosen, ending.numberOf({ listed: 0 })]).toEqual([[], null]);
    await vi.advanceTimersByTimeAsync(20);
    expect(ending.chosen).toEqual([meant]);
  }
});

test('after that 1 to 3 are what is suggested and the list begins at 4, from the first moment', async () => {
  const memory = new Memory();
  await ended(memory, TOLD);
  const ending = new Ending(() => LIST, memory);
  ending.press(4);
  expect([ending.chosen, ending.numberOf({ listed: 0 }), ending.numberOf({ suggested: 0 })]).toEqual([['bill'], 4, 1]);
  ending.press(2);
  const asked = ending.ask(answering(TOLD), 'i2');
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  expect(ending.chosen).toEqual([]); // 2 was the second suggestion, the bill, which was chosen already
});

test('where nothing is suggested once, no number changes its meaning; where nothing is any more, the list begins at 1 again', async () => {
  const memory = new Memory();
  await ended(memory, TOLD);
  const unseen = await ended(memory, NONE);
  unseen.press(1);
  expect([unseen.chosen, unseen.numberOf({ listed: 0 })]).toEqual([[], 4]);
  for (let i = 0; i < 10; i++) await ended(memory, NONE);
  expect(new Ending(() => LIST, memory).numberOf({ listed: 0 })).toBe(1);
});

test('what is suggested for the first time takes no number from the list that is on the screen', async () => {
  const memory = new Memory();
  await ended(memory, NONE);
  const ending = await ended(memory, TOLD);
  expect([ending.suggested.length, ending.numberOf({ suggested: 0 }), ending.numberOf({ listed: 0 })]).toEqual([2, null, 1]);
  expect(new Ending(() => LIST, memory).numberOf({ listed: 0 })).toBe(4);
});

test('what comes too late is not shown any more, and its causes are', async () => {
  const causes = [{ cause: 'u1', title: 'The bill says no period', kind: 'information' as const, reasons: ['bill'] }];
  const ending = await ended(new Memory(), { ...TOLD, causes }, WAIT_MS + 500);
  expect([ending.suggested, ending.causes]).toEqual([[], causes]);
});

test('a broken line leaves the plain list', async () => {
  const ending = new Ending(() => LIST, new Memory());
  await ending.ask({ ask: () => Promise.reject(new Problem('offline', 0)) }, 'i1');
  ending.press(3);
  expect([ending.settled, ending.chosen]).toEqual([true, ['outage']]);
});

test('no more than the server takes', () => {
  const ending = new Ending(() => LIST, new Memory());
  for (const code of LIST) ending.toggle(code);
  expect(ending.chosen.length).toBe(REASONS_MAX);
});

test('something new is never called likely', async () => {
  expect((await ended(new Memory(), TOLD)).likely(0)).toBe(true);
  expect((await ended(new Memory(), TOLD)).likely(1)).toBe(false);
  expect((await ended(new Memory(), { ...TOLD, new: true })).likely(0)).toBe(false);
});

test('a cause waits on this device until the server has it, also over a new page, in order and once', async () => {
  const memory = new Memory();
  const sent: unknown[] = [];
  let line = false;
  const rest = {
    ask: async <T>(_method: string, path: string, body: unknown): Promise<T> => {
      if (!line) throw new Problem('offline', 0);
      sent.push([path, body]);
      return { cause: 'u1', noted: ['u1'] } as T;
    },
  };
  const first = new Causes(rest, 'me', () => expect.unreachable(), memory);
  void first.note('i1', { cause: 'u1' });
  void first.note('i2', { new: { title: 'No period', kind: 'information', reasons: ['bill'] } });
  await vi.advanceTimersByTimeAsync(1);
  expect([sent, first.waiting]).toEqual([[], 2]);
  line = true;
  const second = new Causes(rest, 'me', () => expect.unreachable(), memory);
  await Promise.all([second.send(), second.send()]);
  expect(sent).toEqual([
    ['/conversations/i1/cause', { cause: 'u1' }],
    ['/conversations/i2/cause', { new: { title: 'No period', kind: 'information', reasons: ['bill'] } }],
  ]);
  expect([second.waiting, memory.kept.size]).toEqual([0, 0]);
});

test('where nobody says that the line is back, it is tried again', async () => {
  let line = false;
  const rest = { ask: async <T>(): Promise<T> => (line ? ({ cause: 'u1', noted: ['u1'] } as T) : Promise.reject(new Problem('offline', 0))) };
  const causes = new Causes(rest, 'me', () => expect.unreachable(), new Memory());
  const noted = causes.note('i1', { cause: 'u1' });
  await vi.advanceTimersByTimeAsync(6_000);
  line = true;
  await vi.advanceTimersByTimeAsync(6_000);
  expect([(await noted)?.noted, causes.waiting]).toEqual([['u1'], 0]);
});

test('a cause that the server refuses is said so, and holds up no other', async () => {
  const refused: string[] = [];
  const rest = { ask: async <T>(_m: string, path: string): Promise<T> => (path.includes('i1') ? Promise.reject(new Problem('no_such_cause', 404)) : ({ cause: 'u2', noted: ['u2'] } as T)) };
  const causes = new Causes(rest, 'me', (code) => refused.push(code), new Memory());
  const [one, two] = [causes.note('i1', { cause: 'u1' }), causes.note('i2', { cause: 'u2' })];
  expect([await one, (await two)?.noted, refused]).toEqual([null, ['u2'], ['no_such_cause']]);
});

test('a reason is found by the beginning of any of its words, with marks or without, also by what it stands beneath', () => {
  const list = ['Arve ja maksed', 'Rändlus Euroopas', 'Võrk › Internet kodus', 'Järelmaks'];
  const by = (typed: string): string[] => found(list, typed, (one) => one);
  expect(by('rand eur')).toEqual(['Rändlus Euroopas']);
  expect(by('maks')).toEqual(['Arve ja maksed', 'Järelmaks']);
  expect(by('vork')).toEqual(['Võrk › Internet kodus']);
  expect([by(''), by('xyz')]).toEqual([list, []]);
});

test('names are asked for again when there is another list, and a site that has none keeps the words we know', async () => {
  const words: { named: Record<string, object> } = { named: {} };
  const names = { number: 1, reasons: [{ code: 'net', parent: null, name: { et: 'Võrk' } }, { code: 'home', parent: 'net', name: { et: 'Kodus' } }], retired: [{ code: 'old', name: { et: 'Vana' } }] };
  let calls = 0;
  let there = false;
  const rest = { ask: async <T>(): Promise<T> => (calls++, there ? (names as T) : Promise.reject(new Problem('not_found', 404))) };
  await naming.fetch(rest, words);
  expect(words.named).toEqual({});
  there = true;
  await naming.fetch(rest, words);
  await naming.fetch(rest, words);
  await naming.fetch(rest, words, true);
  expect([calls, Object.keys(words.named), naming.above('home'), naming.above('net')]).toEqual([3, ['old', 'net', 'home'], ['net'], []]);
});

test('a cause that comes too often at once waits; what cannot be read of another day, and a device without room, stop nobody', async () => {
  const memory = new Memory();
  memory.setItem('hoolin.causes.me', '{"broken');
  memory.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  let busy = true;
  const asked: string[] = [];
  const rest = {
    ask: async <T>(_: string, path: string): Promise<T> => {
      if (busy) throw new Problem('too_many', 429);
      asked.push(path);
      return { cause: 'u1', noted: ['u1'] } as T;
    },
  };
  const causes = new Causes(rest, 'me', () => expect.unreachable(), memory);
  const noted = causes.note('i1', { cause: 'u1' });
  await vi.advanceTimersByTimeAsync(10);
  expect([causes.waiting, asked]).toEqual([1, []]);
  busy = false;
  await vi.advanceTimersByTimeAsync(6_000);
  expect([await noted, causes.waiting, asked.length]).toEqual([{ cause: 'u1', noted: ['u1'] }, 0, 1]);
});
