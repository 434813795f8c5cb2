import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ask } from '../src/reasons/ask.ts';
import { Look } from '../src/reasons/board/look.svelte.ts';
import { Words, type Texts } from '../src/state/words.svelte.ts';

const late = <T>(value: T, ms: number): Promise<T> => new Promise((settle) => setTimeout(() => settle(value), ms));

/** Answers each question after as long as it is told. */
function asking(ms: Record<'board' | 'suggestions', number>, down: { is: boolean } = { is: false }): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const answer = (what: 'board' | 'suggestions') => (query: { begin: number; end: number }) => {
    asked.push(what);
    return down.is ? Promise.reject(new Error('down')) : late({ of: what, days: (query.end - query.begin) / 86_400_000 }, ms[what]);
  };
  return { ask: { board: answer('board'), suggestions: answer('suggestions'), parts: async () => [] } as unknown as Ask, asked };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an answer that comes for the view before takes nothing from the one that is looked at', async () => {
  const { ask, asked } = asking({ board: 10, suggestions: 100 });
  const look = new Look(ask, () => 'offline');
  void look.want('board');
  await vi.advanceTimersByTimeAsync(20);
  void look.want('suggestions');
  void look.want('board');
  await vi.advanceTimersByTimeAsync(200);
  expect([look.place, look.board, look.suggestions]).toMatchObject(['shown', { of: 'board' }, null]);
  await look.want('board');
  expect(asked).toEqual(['board', 'suggestions', 'board']);
});

test('what was counted for another period is never shown for this one, neither meanwhile nor when it could not be had', async () => {
  const down = { is: false };
  const look = new Look(asking({ board: 10, suggestions: 10 }, down).ask, () => 'offline');
  void look.want('board');
  await vi.advanceTimersByTimeAsync(20);
  void look.choose('quarter');
  void look.want('board');
  expect([look.place, look.board]).toEqual(['loading', null]);
  await vi.advanceTimersByTimeAsync(20);
  expect(look.board).toMatchObject({ days: 84 });
  down.is = true;
  await look.choose('week');
  expect([look.place, look.failure, look.board]).toEqual(['failed', 'offline', null]);
  down.is = false;
  void look.want('board');
  await vi.advanceTimersByTimeAsync(20);
  expect([look.place, look.board]).toMatchObject(['shown', { days: 7 }]);
});

test('words of the page before that come late are not spoken on the one that is shown; a language that is chosen meanwhile is', async () => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  vi.useRealTimers();
  const texts = (name: string, ms: number): Texts => {
    const file = (language: string) => () => late({ default: { page: `${name} ${language}` } }, ms);
    return { et: file('et'), ru: file('ru'), en: file('en') };
  };
  const words = new Words<'page'>();
  await words.use('ru'); // what all pages share has come
  await words.use('et');
  const first = words.turn(texts('first', 100));
  await words.turn(texts('second', 10));
  await first;
  await late(null, 110);
  expect(words.t('page')).toBe('second et');
  void words.use('ru');
  let turned = false;
  void words.turn(texts('third', 50)).then(() => (turned = true));
  expect([words.t('page'), turned]).toEqual(['second et', false]);
  await vi.waitFor(() => expect(turned).toBe(true));
  expect([words.t('page'), turned]).toEqual(['third ru', true]);
  vi.unstubAllGlobals();
});
