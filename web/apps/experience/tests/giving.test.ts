import { Problem } from '@hoolin/client';
import { translator, type Strings } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import { asked, Giving } from '../src/coaching/effects/giving.svelte.ts';
import { noteOf, thingName } from '../src/coaching/effects/sentences.ts';
import type { Item, Offered } from '../src/coaching/effects/told.ts';
import en from '../src/coaching/effects/texts/en.json';
import { Held, heldBy } from '../src/coaching/given/held.svelte.ts';
import rowEt from '../src/coaching/texts/et.json';
import rowEn from '../src/coaching/texts/en.json';
import rowRu from '../src/coaching/texts/ru.json';

const people = Array.from({ length: 17 }, (_, at) => ({ agent: `a${at}`, name: `N${at}`, teaches: at === 0 }));
const offered: Offered = {
  things: [{ kind: 'lesson', id: 'listen', name: { en: 'Listen' }, items: ['heard.named_back'] }, { kind: 'exemplar', id: 'x-12345', name: null, items: ['heard.named_back'] }],
  people, teams: [], today: '2026-11-30',
};
const items: Item[] = [{ code: 'heard.named_back', name: { en: 'Named back' }, judged: true }];
const says = { language: 'en' as const, t: translator('en', en as Strings), day: (at: number) => new Date(at).toISOString().slice(0, 10) };
const agents = (n: number): string[] => people.slice(0, n).map(({ agent }) => agent);

describe('Giving', () => {
  it('begins with what a page leads here with, if it is there', () => {
    expect(asked('?kind=drill&id=d1')).toEqual({ kind: 'drill', id: 'd1' });
    expect(asked('?kind=weather')).toEqual({ kind: 'lesson', id: '' });
    expect(new Giving(offered, { kind: 'lesson', id: 'gone' }).what).toEqual({ kind: 'lesson', id: '' });
  });
  it('goes by lot for several, in pairs where they are enough, and at once only with a word', () => {
    const one = new Giving(offered, { kind: 'lesson', id: 'listen' });
    expect([one.missing, one.several]).toEqual(['people', false]);
    one.agents = agents(1);
    expect([one.missing, one.sent('Listen', 'w')]).toEqual([null, { kind: 'lesson', id: 'listen', title: 'Listen', agents: ['a0'], why: 'w' }]);
    one.agents = agents(9);
    expect([one.few, one.ways, one.how, one.missing]).toEqual([true, ['at_once'], 'at_once', 'why']);
    one.agents = agents(10);
    expect([one.few, one.ways, one.how, one.missing]).toEqual([false, ['stepped', 'at_once'], 'stepped', null]);
    one.agents = agents(16);
    one.chosen = 'pairs';
    one.why = ' Law ';
    expect([one.how, one.sent('Listen', '')]).toMatchObject(['pairs', { how: 'pairs', why: '' }]);
    one.chosen = 'at_once';
    expect([one.missing, one.sent('Listen', '')]).toMatchObject([null, { how: 'at_once', why: 'Law' }]);
    expect(one.query('Listen').getAll('agent')).toEqual(one.agents);
    expect(one.wanted('Listen')).toMatchObject({ items: ['heard.named_back'], design: 'at_once' });
  });
  it('says who waits and who had it, of what is chosen now', () => {
    const one = new Giving(offered, { kind: 'lesson', id: 'listen' });
    one.stand('lesson', 'other', [{ agent: 'a1', waits: true, turn: null, given_at: null, had_at: null }]);
    expect(one.standing).toEqual({});
    one.stand('lesson', 'listen', [{ agent: 'a1', waits: true, turn: '2026-12-14', given_at: null, had_at: 0 }, { agent: 'a2', waits: false, turn: null, given_at: 0, had_at: null }]);
    expect(['a1', 'a2', 'a3'].map((agent) => noteOf(one.standing[agent], says))).toEqual(['waits, turn on 2026-12-14', 'given 1970-01-01', '']);
  });
  it('calls things by their names, and examples by what they are about', () => {
    expect(offered.things.map((one) => thingName(one, items, says))).toEqual(['Listen', 'Named back (2345)']);
  });
});

describe('What is held', () => {
  const waits = new Problem('waits_in_rollout', 409, { what: 'lesson', id: 'listen', agents: { a1: '2026-12-14' } });
  it('is told on, kept, and given with a word', async () => {
    const held = new Held();
    await expect(held.give(() => Promise.reject(waits))).rejects.toBe(waits);
    expect(held.now).toMatchObject({ turns: { a1: '2026-12-14' }, others: [] });
    held.why = ' Leaves tomorrow. ';
    expect(await held.give((why) => Promise.resolve(why))).toBe('Leaves tomorrow.');
    expect([held.now, held.why]).toEqual([null, '']);
    await expect(held.give(() => Promise.reject(new Problem('form', 422)))).rejects.toThrow();
    expect(held.now).toBeNull();
  });
  it('names who was given the same', () => {
    const several = new Problem('rollout_first', 409, { what: 'lesson', id: 'listen', agents: ['a2'], others: ['a1'] });
    expect(heldBy(several)).toMatchObject({ turns: {}, others: ['a1'] });
    expect(heldBy(new Error('x'))).toBeNull();
  });
  it('has the same words in every language', () => {
    const values = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
    for (const other of [rowRu, rowEn] as Strings[]) {
      expect(Object.keys(other)).toEqual(Object.keys(rowEt));
      for (const [key, text] of Object.entries(other)) expect(values(text), key).toEqual(values((rowEt as Strings)[key]));
    }
  });
});
