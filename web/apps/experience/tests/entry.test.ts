import { Problem } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import { Doing } from '../src/improvements/doing.svelte.ts';
import { Stand } from '../src/improvements/one/standing.svelte.ts';
import type { Ask } from '../src/improvements/ask.ts';
import { Sheet } from '../src/improvements/written.svelte.ts';
import { keeperOf, type Entry } from '../src/improvements/writing/entry.svelte.ts';
import { Draft, isText } from '../src/keeping/draft.ts';

interface Told {
  title: string;
  owner: string;
}
function device(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) } as Storage;
}
function there(first: Told) {
  let now = first;
  const saved: Told[] = [];
  const entry: Entry<Told> = {
    account: 'a', what: 'x', isNew: false,
    load: () => Promise.resolve(now),
    save: (value) => (saved.push((now = value)), Promise.resolve()),
    form: () => [], faults: () => null, sound: ({ title }) => typeof title === 'string',
  };
  return { entry, saved, colleague: (value: Told) => (now = value) };
}

describe('What is written of one thing', () => {
  it('is never written over what a colleague has saved meanwhile: both are shown, and then put together', async () => {
    const { entry, saved, colleague } = there({ title: 'One', owner: 'mari' });
    const keeper = keeperOf(device(), entry);
    await keeper.open();
    keeper.change({ title: 'Mine', owner: 'mari' });
    colleague({ title: 'One', owner: 'juri' });
    expect(await keeper.save()).toBe(false);
    expect(saved).toEqual([]);
    expect(keeper.clash?.value).toEqual({ title: 'One', owner: 'juri' });
    keeper.settle({ title: 'Mine', owner: 'juri' });
    expect(await keeper.save()).toBe(true);
    expect(saved).toEqual([{ title: 'Mine', owner: 'juri' }]);
    expect(keeper.dirty).toBe(false);
    keeper.stop();
  });
  it('is there again after the page was closed, and says when somebody else has saved since', async () => {
    const { entry, colleague, saved } = there({ title: 'One', owner: 'mari' });
    const storage = device();
    const first = keeperOf(storage, entry);
    await first.open();
    first.change({ title: 'Mine', owner: 'mari' });
    first.stop();
    const same = keeperOf(storage, entry);
    await same.open();
    expect([same.value.title, same.restored, same.newer]).toEqual(['Mine', true, 0]);
    same.stop();
    colleague({ title: 'Theirs', owner: 'mari' });
    const again = keeperOf(storage, entry);
    await again.open();
    expect([again.value.title, again.restored, again.newer > 0]).toEqual(['Mine', true, true]);
    expect(await again.save()).toBe(false);
    expect(saved).toEqual([]);
    again.stop();
  });
  it('is sent once where it is new', async () => {
    const { entry, saved } = there({ title: '', owner: 'mari' });
    const fresh: Entry<Told> = { ...entry, isNew: true, load: () => Promise.resolve({ title: '', owner: 'mari' }) };
    const storage = device();
    const keeper = keeperOf(storage, fresh);
    await keeper.open();
    keeper.change({ title: 'New', owner: 'mari' });
    expect(await keeper.save()).toBe(true);
    expect([saved, keeper.dirty, keeper.newer, storage.getItem('hoolin.improvements.a.x')]).toEqual([[{ title: 'New', owner: 'mari' }], false, 0, null]);
    keeper.stop();
  });
});

describe('What is written and sent once', () => {
  it('stays on the device until it has been sent', () => {
    const storage = device();
    const sheet = new Sheet(new Draft(storage, 'c', isText), '');
    sheet.value = 'Tere';
    expect([new Sheet(new Draft(storage, 'c', isText), '').value, sheet.begun]).toEqual(['Tere', true]);
    sheet.sent('Tere');
    expect([sheet.begun, storage.getItem('c')]).toEqual([false, null]);
    sheet.forget();
    expect(new Sheet(new Draft(storage, 'c', isText), '').value).toBe('');
  });
  it('is done once at a time, and tells what stood in its way', async () => {
    const doing = new Doing((problem) => (problem as Problem).code);
    let times = 0;
    let end = (): void => undefined;
    const first = doing.do(() => new Promise<void>((resolve) => ((times += 1), (end = resolve))));
    expect(await doing.do(() => Promise.resolve((times += 1)))).toBe(false);
    end();
    expect([await first, times]).toEqual([true, 1]);
    expect(await doing.do(() => Promise.reject(new Problem('offline', 0)))).toBe(false);
    expect([doing.problem, doing.busy]).toEqual(['offline', false]);
  });
});

describe('One improvement', () => {
  const code = (problem: unknown): string => (problem as Problem).code;
  const ask = (more: Partial<Ask>) => ({ one: () => Promise.resolve({ improvement: 'm', day: '2026-11-01' }), ...more }) as unknown as Ask;
  it('says how many days it takes while it is too early', async () => {
    const stand = new Stand(ask({ effect: () => Promise.reject(new Problem('too_early', 409, { days_needed: 9 })) }), code, 'm');
    await stand.look();
    expect([stand.early, stand.failure, stand.effect]).toEqual([{ days: 9 }, '', null]);
  });
  it('is shown though its effect cannot be worked out', async () => {
    const stand = new Stand(ask({ effect: () => Promise.reject(new Problem('nothing_counted', 422)) }), code, 'm');
    await stand.look();
    expect([stand.told?.day, stand.early, stand.failure]).toEqual(['2026-11-01', null, 'nothing_counted']);
  });
});
