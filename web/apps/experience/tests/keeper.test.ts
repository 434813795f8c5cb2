import { Problem } from '@hoolin/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { draftOf, Keeper, type Loaded } from '../src/keeping/keeper.svelte.ts';

interface Text {
  text: string;
}
class Memory {
  kept = new Map<string, string>();
  full = false;
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('full');
    this.kept.set(key, value);
  }
  removeItem = (key: string): void => void this.kept.delete(key);
}

let site: Loaded<Text>;
let line: Problem | null;
let memory: Memory;
let afterSave: (() => void) | null;
let stands: ((value: Text) => Text) | undefined;
const checked: string[] = [];

function opened(): Keeper<Text, string> {
  const through = (): void => {
    if (line) throw line;
  };
  return new Keeper<Text, string>(
    {
      load: async () => (through(), site),
      form: ({ text }) => (text ? [] : ['empty']),
      check: async ({ text }) => (through(), checked.push(text), text.includes('!') ? ['loud'] : []),
      save: async (value, version) => {
        through();
        if (version !== site.version) throw new Problem('moved', 409);
        if (value.text.includes('!')) throw new Problem('bad', 422, { faults: ['loud'] });
        site = { version: version + 1, value };
        afterSave?.();
      },
      faults: ({ code, body }) => (code === 'bad' ? (body['faults'] as string[]) : null),
      ...(stands ? { stands } : {}),
      moved: 'moved',
    },
    draftOf<Text>(memory, 'a1', 'text', ({ text }) => typeof text === 'string'),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  site = { version: 1, value: { text: 'first' } };
  line = null;
  afterSave = null;
  stands = undefined;
  memory = new Memory();
  checked.length = 0;
});

describe('What is written', () => {
  it('is kept on the device until it is saved, and taken up again', async () => {
    const one = opened();
    await one.open();
    one.change({ text: 'mine' });
    const again = opened();
    await again.open();
    expect([again.value.text, again.restored, again.dirty, again.newer]).toEqual(['mine', true, true, 0]);
    expect(await again.save()).toBe(true);
    expect([again.version, again.dirty, again.restored, memory.kept.size]).toEqual([2, false, false, 0]);
  });
  it('stands there as the site keeps it, where that is not as it was sent', async () => {
    stands = ({ text }) => ({ text: text.replace(' once', '') });
    const one = opened();
    await one.open();
    one.change({ text: 'mine once' });
    expect(await one.save()).toBe(true);
    expect([one.value.text, one.dirty, memory.kept.size]).toEqual(['mine', false, 0]);
  });
  it('is checked a moment after the last key, and its form without the server', async () => {
    const one = opened();
    await one.open();
    for (const text of ['l', 'lo', 'loud!']) one.change({ text });
    expect(one.checked).toBe('checking');
    await vi.runAllTimersAsync();
    expect([checked, one.checked, one.faults]).toEqual([['loud!'], 'faulty', ['loud']]);
    one.change({ text: '' });
    await vi.runAllTimersAsync();
    expect([checked, one.faults]).toEqual([['loud!'], ['empty']]);
  });
  it('is not lost to a broken line, and is checked when it is back', async () => {
    const one = opened();
    await one.open();
    line = new Problem('offline', 0);
    one.change({ text: 'mine' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.checked).toBe('offline');
    await expect(one.save()).rejects.toThrow('offline');
    line = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([one.checked, one.value.text, one.dirty]).toEqual(['fine', 'mine', true]);
  });
  it('says what stands in the way where that is neither a fault nor the line, and does not ask again and again', async () => {
    const one = opened();
    await one.open();
    line = new Problem('command', 400);
    one.change({ text: 'mine' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([one.checked, one.refusal, vi.getTimerCount()]).toEqual(['refused', 'command', 0]);
  });
  it('stands beside what a colleague has saved meanwhile', async () => {
    const one = opened();
    await one.open();
    one.change({ text: 'mine' });
    site = { version: 2, value: { text: 'theirs' } };
    expect(await one.save()).toBe(false);
    expect([one.clash, one.value.text]).toEqual([site, 'mine']);
    const later = opened();
    await later.open();
    expect([later.newer, later.value.text, later.base.text]).toEqual([2, 'mine', 'first']);
    one.settle({ text: 'both' });
    expect(await one.save()).toBe(true);
    expect(site).toEqual({ version: 3, value: { text: 'both' } });
  });
  it('does not write over what a colleague saved right after it', async () => {
    const one = opened();
    await one.open();
    one.change({ text: 'mine' });
    afterSave = () => (site = { version: site.version + 1, value: { text: 'theirs' } });
    expect(await one.save()).toBe(true);
    expect([one.base.text, one.version, one.newer, one.dirty]).toEqual(['mine', 2, 3, false]);
    one.change({ text: 'mine again' });
    expect(await one.save()).toBe(false);
    expect([one.clash?.value.text, site.value.text]).toEqual(['theirs', 'theirs']);
  });
  it('is told to be wrong by the server too, and can be brought back when discarded', async () => {
    const one = opened();
    await one.open();
    one.change({ text: 'now!' });
    expect(await one.save()).toBe(false);
    expect(one.faults).toEqual(['loud']);
    one.discard();
    expect([one.value.text, one.discarded, memory.kept.size]).toEqual(['first', true, 0]);
    one.bringBack();
    expect([one.value.text, one.discarded, one.dirty]).toEqual(['now!', false, true]);
  });
  it('is said not to be kept where the device has no room, and a draft of another shape is not taken up', async () => {
    memory.kept.set('hoolin.text.a1', JSON.stringify({ value: { texts: [] }, base: {}, version: 1 }));
    const one = opened();
    await one.open();
    expect(one.dirty).toBe(false);
    memory.full = true;
    one.change({ text: 'mine' });
    expect(one.keeps).toBe(false);
  });
});
