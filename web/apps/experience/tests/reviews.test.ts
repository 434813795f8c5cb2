import { describe, expect, it } from 'vitest';
import { lived, stepTold } from '../src/conversation/lived.ts';
import type { Played } from '../src/conversation/told.ts';
import { Draft, isText } from '../src/keeping/draft.ts';
import { columns, differ } from '../src/reviews/columns.ts';
import { prefix, sift } from '../src/reviews/drafts.ts';
import { keyFor } from '../src/marking/keys.ts';
import { isWritten, Marking, type Written } from '../src/marking/marking.svelte.ts';
import type { Form, Inbox, Items, Line, Scorecard } from '../src/reviews/told.ts';
import { running } from '../src/shell/judged.ts';

const said = { et: 'Jah', ru: 'Да', en: 'Yes' };
const line = (item: string, weight = 1): Line => ({ item, weight, definition: said, passes: said, fails: said });
const CARD: Scorecard = { code: 'usual', name: said, lines: [line('right', 3), line('law'), line('named_back'), line('empathy', 2)] };
const item = (fatal: boolean): Items[string] => ({ name: said, question: said, fatal });
const ITEMS: Items = { right: item(false), named_back: item(false), empathy: item(false), law: item(true) };
const GOOD = { right: 1, named_back: 0, empathy: null, law: 1 } as const;

function device(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key), key: (at: number) => [...kept.keys()][at] ?? null, get length() { return kept.size; } } as unknown as Storage;
}
const draft = (storage = device()): Draft<Written> => new Draft(storage, 'r1', isWritten);

describe('a score while it is made', () => {
  it('is the same as the server counts: what does not apply is left out, and fatal items are apart', () => {
    expect(running(CARD.lines, ITEMS, GOOD)).toMatchObject({ share: 0.75, fatal: [], compliance: true, marked: 4 });
    expect(running(CARD.lines, ITEMS, { ...GOOD, law: 0 })).toMatchObject({ share: 0, low: 0, high: 0, otherwise: 0.75, fatal: ['law'], compliance: false });
    expect(running(CARD.lines, ITEMS, { right: null, named_back: null, empathy: null, law: null })).toMatchObject({ share: null, compliance: null });
  });
  it('says what it can still become', () => {
    const score = running(CARD.lines, ITEMS, { right: 1 });
    expect(score).toMatchObject({ share: 1, low: 0.5, high: 1, compliance: null, marked: 1 });
  });
});

describe('judging', () => {
  it('shows fatal items last, goes on where the draft stopped, and forgets the draft once it was sent', () => {
    const storage = device();
    const first = new Marking(CARD, ITEMS, draft(storage));
    expect(first.lines.map((one) => one.item)).toEqual(['right', 'named_back', 'empathy', 'law']);
    first.mark('right', 1);
    first.note = 'Hea küsimus.';
    const again = new Marking(CARD, ITEMS, draft(storage));
    expect([again.restored, again.current, again.marks, again.note]).toEqual([true, 1, { right: 1 }, 'Hea küsimus.']);
    again.forget();
    expect(new Marking(CARD, ITEMS, draft(storage)).restored).toBe(false);
  });
  it('puts what shows an item beneath the note', () => {
    const marking = new Marking(CARD, ITEMS, draft());
    marking.note = 'Hästi tehtud. ';
    marking.go(1);
    expect(marking.cite('sõnum 3, 10:32')?.item).toBe('named_back');
    marking.cite('10:40');
    expect(marking.whole((one) => one.toUpperCase())).toBe('Hästi tehtud.\n\nNAMED_BACK: sõnum 3, 10:32 · 10:40');
  });
  it('leaves nothing on the device of what one no longer judges', () => {
    const storage = device();
    const names = ['i1.r', 'i2.r', 'i3.r.decide', 'i3.r.verdict', 'i4.r', 'i4.r.decide', 'visit', 'visit.head', 'rules'];
    const kept = (account: string, name: string): Draft<string> => new Draft(storage, prefix(account) + name, isText);
    for (const name of names) kept('a1', name).keep(name);
    kept('a2', 'i2.r').keep('of somebody else');
    const one = (review: string): Inbox['begun'][number] => ({ review }) as Inbox['begun'][number];
    sift(storage, 'a1', { begun: [one('i1.r')], appeals: [one('i3.r')], free: [one('i2.r')], judged: [one('i4.r')] });
    expect(names.filter((name) => kept('a1', name).get())).toEqual(['i1.r', 'i3.r.decide', 'i3.r.verdict', 'visit', 'visit.head', 'rules']);
    expect(kept('a2', 'i2.r').get()).not.toBeNull();
  });
  it('says so where the device keeps nothing, and goes on', () => {
    const full = { ...device(), setItem: () => { throw new Error('full'); } } as unknown as Storage;
    const marking = new Marking(CARD, ITEMS, draft(full));
    marking.mark('law', 0);
    expect([marking.keeps, marking.marks]).toEqual([false, { law: 0 }]);
  });
});

it('In a field only Escape and Ctrl with Enter are keys of the form.', () => {
  expect(keyFor('2', false)).toEqual({ do: 'mark', mark: 0 });
  expect(keyFor('2', true)).toBeUndefined();
  expect(keyFor('mod+Enter', true)).toEqual({ do: 'send' });
  expect(keyFor(null, false)).toBeUndefined();
});

it('What is laid open names nobody but oneself, and what holds after an objection stands beside it.', () => {
  const judged = (reviewer: string, named_back: 0 | 1): NonNullable<Form['judgements']>[number] => ({ reviewer, at: 1, marks: { ...GOOD, named_back }, note: null, score: null });
  const form = { judgements: [judged('hele', 0), judged('oleg', 1)], appeal: { state: 'decided', why: '', verdict: 'changed', answer: '', marks: GOOD } } as unknown as Form;
  const told = (key: string, values?: Record<string, number>): string => key + (values?.['n'] ?? '');
  expect(columns(form, 'hele', told).map(({ title }) => title)).toEqual(['who.you', 'who.colleague', 'who.holds']);
  expect(columns(form, 'mari', told).map(({ title }) => title)).toEqual(['who.colleague_n1', 'who.colleague_n2', 'who.holds']);
  const unnamed = { ...form, judgements: form.judgements!.map(({ reviewer: _, ...rest }) => rest) } as Form;
  expect(columns(unnamed, 'kristi', told).map(({ title }) => title)).toEqual(['who.colleague_n1', 'who.colleague_n2', 'who.holds']);
  expect([differ(columns(form, 'hele', told), 'named_back'), differ(columns(form, 'hele', told), 'right')]).toEqual([true, false]);
});

it('A conversation is told in the order of its time, with the offer and what happened between what was said.', () => {
  const message = (ordinal: number, at: number): Played['messages'][number] => ({ ordinal, at, from: 'customer', agent: null, name: null, text: 'x', attachments: [], letter: null, delivery: null });
  const played: Played = {
    about: { interaction: 'i1', channel: 'chat', queue: 'service', language: 'et', arrived_at: 1, ended_at: 9, reasons: [], outcome: 'solved', last_ordinal: 2 },
    agent: 'kristi',
    offered: { at: 2, agent: 'kristi' },
    names: { kristi: 'Kristi' },
    messages: [message(1, 1), message(2, 5)],
    life: [
      { n: 4, at: 3, actor: 'agent:kristi', fact: { fact: 'offer_accepted', agent: 'kristi' } },
      { n: 5, at: 4, actor: 'system', fact: { fact: 'something_for_machines' } },
    ],
  };
  const words = { t: (key: string, values?: object) => `${key} ${JSON.stringify(values ?? {})}`, named: (_: string, code: string) => code, moment: String, who: (agent: string | null) => played.names[agent ?? ''] ?? '?' };
  const lines = lived(played, () => 'day');
  expect(lines.map((one) => (one.kind === 'life' ? stepTold(one.life, words) : one.kind))).toEqual([
    'day', 'message', 'life.offer_made {"name":"Kristi"}', 'life.offer_accepted {"name":"Kristi"}', 'message',
  ]);
});
