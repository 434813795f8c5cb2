import { describe, expect, it } from 'vitest';
import { same, WITHIN } from '../src/keeping/merge.ts';
import { grouped, hasGroups, most, plain, quadrants, radius, reachOf } from '../src/reasons/board/lines.ts';
import type { BoardTold, Line, Reason } from '../src/reasons/told.ts';
import { codeFor } from '../src/reasons/tree/code.ts';
import { faults, faultsAt, type Around } from '../src/reasons/tree/faults.ts';
import { lines, type LineKey, type Names } from '../src/reasons/tree/lines.ts';
import { add, apart, branch, evenly, leaves, mergeInto, move, pathOf, placesFor, planOf, putBack, reason, shift, split, takenOut, takeOut, together, withReason, withWent, type Plan } from '../src/reasons/tree/plan.ts';
import { rate, reach } from '../src/reasons/words.ts';
import { isAsked, needless, unanswered, wentOf, whole } from '../src/reasons/tree/went.ts';

const said = (text: string) => ({ et: `${text} et`, ru: `${text} ru`, en: `${text} en` });
const one = (code: string, parent: string | null = null, more: Partial<Reason> = {}): Reason => reason({ code, parent, name: said(code), ...more });
const plan: Plan = { reasons: [one('money'), one('bill', 'money', { examples: ['Why so much?'] }), one('payment', 'money'), one('outage'), one('roaming')], crosswalk: [] };
const around: Around = { noted: new Set(['bill', 'payment', 'outage', 'roaming']), used: { bill: 12, outage: 3 }, beside: new Set(['roaming']), spoken: ['et', 'ru', 'en'], retired: new Set(['old']) };
const codes = ({ reasons }: Plan): string => reasons.map(({ code, parent }) => (parent ? `${parent}/${code}` : code)).join(' ');
const told = (of: Plan): string[] => faults(of, around).map(({ place, why, said: what }) => [place, why, what].filter(Boolean).join(' '));

describe('A tree', () => {
  it('has leaves, branches and paths', () => {
    expect(leaves(plan).map(({ code }) => code)).toEqual(['bill', 'payment', 'outage', 'roaming']);
    expect(pathOf(plan, 'bill').map(({ code }) => code)).toEqual(['money', 'bill']);
    expect(branch(plan, 'money').map(({ code }) => code)).toEqual(['money', 'bill', 'payment']);
    expect(placesFor(plan, 'money').map(({ code }) => code)).toEqual(['outage', 'roaming']);
  });
  it('takes another behind those that lie beside it', () => {
    expect(codes(add(plan, one('late', 'money')))).toBe('money money/bill money/payment money/late outage roaming');
    expect(codes(add(plan, one('sim')))).toBe('money money/bill money/payment outage roaming sim');
    expect(codes(add(plan, one('light', 'outage')))).toBe('money money/bill money/payment outage outage/light roaming');
  });
  it('moves a branch, never beneath itself, and shifts it past its neighbours', () => {
    expect(codes(move(plan, 'money', 'roaming'))).toBe('outage roaming roaming/money money/bill money/payment');
    expect(move(plan, 'money', 'bill')).toBe(plan);
    expect(codes(move(plan, 'bill', null))).toBe('money money/payment outage roaming bill');
    expect(codes(shift(plan, 'outage', -1))).toBe('outage money money/bill money/payment roaming');
    expect(codes(shift(plan, 'bill', 1))).toBe('money money/payment money/bill outage roaming');
    expect(shift(plan, 'money', -1)).toBe(plan);
  });
  it('lets a branch be taken out and put back as it was', () => {
    const out = takeOut(plan, 'money');
    expect(codes(out)).toBe('outage roaming');
    expect(takenOut(plan, out, null).map(({ code }) => code)).toEqual(['money', 'bill', 'payment']);
    expect(same(putBack(withWent(out, 'bill', [{ code: 'outage', share: 1 }]), plan, 'money'), plan)).toBe(true);
    expect(codes(putBack(out, plan, 'bill'))).toBe('bill outage roaming');
  });
  it('is whole however little the server tells of it, and comes apart and together again', () => {
    const short = planOf({ tree: { reasons: [{ code: 'bill', name: said('bill') }] } });
    expect(short.reasons[0]).toEqual(one('bill'));
    const changed = withWent(plan, 'bill', [{ code: 'bill', share: 0.7 }, { code: 'payment', share: 0.3 }]);
    expect(together(apart(changed))).toEqual(changed);
  });
});

describe('Where contacts count from now on', () => {
  it('is asked of what is in use and may be chosen no more, and of nothing else', () => {
    expect(unanswered(plan, around)).toEqual([]);
    expect(unanswered(takeOut(plan, 'money'), around)).toEqual(['bill']);
    expect(unanswered(takeOut(plan, 'roaming'), around)).toEqual(['roaming']);
    const group = add(plan, one('light', 'outage'));
    expect(unanswered(group, around)).toEqual(['outage']);
    expect(isAsked(group, around, 'outage')).toBe(true);
    expect(isAsked(group, around, 'payment')).toBe(false);
    expect(told(takeOut(plan, 'money'))).toEqual(['bill in_use 12']);
    expect(told(withWent(takeOut(plan, 'money'), 'bill', [{ code: 'outage', share: 1 }]))).toEqual([]);
  });
  it('is answered by a split: beneath the reason, or beside it', () => {
    const parts = [one('high'), one('twice'), one('late')];
    const group = split(plan, 'bill', parts, false, true);
    expect(codes(group)).toBe('money money/bill bill/high bill/twice bill/late money/payment outage roaming');
    expect(wentOf(group, 'bill')).toEqual([{ code: 'high', share: 0.34 }, { code: 'twice', share: 0.33 }, { code: 'late', share: 0.33 }]);
    const beside = split(plan, 'bill', [one('high')], true, true);
    expect(codes(beside)).toBe('money money/bill money/payment money/high outage roaming');
    expect(wentOf(beside, 'bill')).toEqual([{ code: 'bill', share: 0.5 }, { code: 'high', share: 0.5 }]);
    expect([told(group), told(beside)]).toEqual([[], []]);
    expect(split(plan, 'bill', parts, false, false).crosswalk).toEqual([]);
    expect([1, 3, 7, 19].map((n) => Math.round(100 * whole(evenly(Array.from({ length: n }, (_, at) => `r${at}`)))))).toEqual([100, 100, 100, 100]);
  });
  it('is answered by a merger, which takes along what led there and what is learned from', () => {
    const led = withWent(takeOut(plan, 'roaming'), 'roaming', [{ code: 'bill', share: 0.6 }, { code: 'outage', share: 0.4 }]);
    const merged = mergeInto(led, 'bill', 'outage', true);
    expect(codes(merged)).toBe('money money/payment outage');
    expect(merged.crosswalk).toEqual([{ code: 'roaming', to: [{ code: 'outage', share: 1 }] }, { code: 'bill', to: [{ code: 'outage', share: 1 }] }]);
    expect(merged.reasons.at(-1)!.examples).toEqual(['Why so much?']);
    expect(told(merged)).toEqual([]);
    expect(mergeInto(plan, 'bill', 'bill', true)).toBe(plan);
  });
  it('is asked anew where it led to is taken out', () => {
    const led = withWent(takeOut(plan, 'roaming'), 'roaming', [{ code: 'outage', share: 1 }]);
    expect(told(takeOut(led, 'outage'))).toEqual(['outage in_use 3', 'roaming in_use 0']);
  });
  it('must make a whole, of reasons that may be chosen', () => {
    const of = (...to: [string, number][]): string[] => told(withWent(takeOut(plan, 'roaming'), 'roaming', to.map(([code, share]) => ({ code, share }))));
    expect(of(['bill', 0.333], ['payment', 0.333], ['outage', 0.334])).toEqual([]);
    expect(of(['bill', 0.7], ['outage', 0.2])).toEqual(['roaming shares_not_whole 90']);
    expect(of(['bill', NaN])).toEqual(['roaming went_share']);
    expect(of(['bill', 1.2])).toEqual(['roaming went_share']);
    expect(of(['money', 1])).toEqual(['roaming went_to_no_leaf money']);
    expect(of(['bill', 0.5], ['bill', 0.5])).toEqual(['roaming went_twice bill']);
    expect(told(withWent(plan, 'money', [{ code: 'bill', share: 1 }]))).toEqual(['money went_from_nothing']);
    expect(told(withWent(plan, 'bill', [{ code: 'bill', share: 1 }]))).toEqual(['bill went_nowhere']);
    expect([needless(plan, 'bill', [{ code: 'bill', share: 1 }]), needless(takeOut(plan, 'bill'), 'bill', [{ code: 'outage', share: 1 }])]).toEqual([true, false]);
  });
});

describe('What is wrong with a tree', () => {
  it('is told at its field', () => {
    const wrong = [
      withReason(plan, 'outage', { name: { et: ' ', ru: '', en: 'Outage' } }),
      withReason(plan, 'payment', { name: { ...said('payment'), et: 'BILL et' } }),
      withReason(plan, 'bill', { parent: 'nowhere' }),
      withReason(plan, 'money', { parent: 'bill' }),
      add(plan, one('old')),
      withReason(plan, 'bill', { examples: ['x'.repeat(301)] }),
    ];
    expect(wrong.map((of) => faults(of, around)[0]!.why)).toEqual(['no_words', 'name_twice', 'no_such_parent', 'circle', 'retired', 'examples']);
    expect(faults(wrong[0]!, around)[0]!.said).toBe('et,ru');
    expect(faultsAt(faults(wrong[0]!, around), 'outage', 'words')).toHaveLength(1);
    expect(faultsAt(faults(wrong[3]!, around), 'money', 'parent')).toHaveLength(1);
    expect(faultsAt(faults(takeOut(plan, 'outage'), around), 'outage', 'went')).toHaveLength(1);
    expect(faultsAt(faults(wrong[4]!, around), 'old', 'whole')).toHaveLength(1);
    expect(told({ reasons: [], crosswalk: [] })[0]).toBe('nothing_to_choose');
    const deep = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].reduce((so_far, code, at, all) => add(so_far, one(code, all[at - 1] ?? null)), plan);
    expect(told(deep)).toEqual(['g too_deep 6']);
  });
  it('is nothing where names are alike in different places', () => {
    expect(told(add(plan, { ...one('other', 'money'), name: said('outage') }))).toEqual([]);
  });
});

describe('A code', () => {
  it('is made of the name and was never taken', () => {
    const none = (): boolean => false;
    expect(['Arve on vale!', 'Счёт слишком большой', 'Õ ä ö ü', '5G ei levi', '???'].map((name) => codeFor(name, none))).toEqual(['arve_on_vale', 'schet_slishkom_bolshoi', 'o_a_o_u', 'g_ei_levi', 'reason']);
    expect(codeFor('Bill', (code) => ['bill', 'bill_2'].includes(code))).toBe('bill_3');
    expect(codeFor('a'.repeat(80), none)).toHaveLength(40);
  });
});

describe('Two versions in words', () => {
  const say = (key: LineKey, values: Record<string, string | number> = {}): string => [key.replace('line_', ''), ...Object.values(values)].join(' ');
  const names: Names = { languages: ['et', 'ru', 'en'], language: 'en', called: (code) => code, share: (share) => `${share * 100} %`, say };
  it('say what was added, renamed, moved, placed, taken out, and where its contacts went', () => {
    const after = withWent(
      takeOut(withReason(move(add(plan, one('esim')), 'payment', null), 'bill', { name: { ...said('bill'), ru: 'счёт' }, for_customer: false, examples: [] }), 'outage'),
      'outage', [{ code: 'esim', share: 0.25 }, { code: 'bill', share: 0.75 }],
    );
    expect(lines(plan, after, names)).toEqual([
      { piece: `reason/bill${WITHIN}name${WITHIN}ru`, text: 'name bill en RU', was: 'bill ru', is: 'счёт' },
      { piece: `reason/bill${WITHIN}examples`, text: 'examples bill en', was: 'Why so much?', is: '' },
      { piece: `reason/bill${WITHIN}for_customer`, text: 'for_customer bill en', was: 'grid_unsaid', is: 'grid_no' },
      { piece: 'reason/esim', text: 'added top', is: 'esim en' },
      { piece: `reason/payment${WITHIN}parent`, text: 'parent payment en', was: 'money en', is: 'top' },
      { piece: 'reason/outage', text: 'removed', was: 'outage en' },
      { piece: 'went/outage', text: 'went outage en', is: 'esim en 25 %, bill en 75 %' },
    ]);
    const pieces = new Set([...apart(plan).keys(), ...apart(after).keys()]);
    expect(lines(plan, after, names).every(({ piece }) => pieces.has(piece.split(WITHIN)[0]!))).toBe(true);
  });
  it('say that the order changes, and nothing of what is the same', () => {
    expect(lines(plan, shift(plan, 'outage', 1), names).map(({ text }) => text)).toEqual(['order']);
    expect(lines(plan, structuredClone(plan), names)).toEqual([]);
  });
});

describe('The board', () => {
  const line = (code: string, back: number | null, more: Partial<Line> = {}): Line => ({
    code, parent: null, leaf: true, contacts: 10, share: 0.1, rate: null, cases: 8, snowball: null, minutes: null, hours: { value: 4, low: 3, high: 5 }, failure_share: null,
    gives_back: back === null ? null : { value: back, low: back - 1, high: back + 1 }, action: null, for_customer: null, for_company: null, causes: [], apportioned: false, ...more,
  });
  const board = [line('money', 9, { leaf: false }), line('bill', 3, { parent: 'money' }), line('payment', 6, { parent: 'money' }), line('outage', 12), line('few', null), line('lost', 1, { parent: 'nowhere' })];
  it('is in the order of what gives back most, by groups or plainly', () => {
    expect(grouped(board).map(({ line: { code }, beneath }) => [code, ...beneath.map((row) => row.line.code)].join(' '))).toEqual(['outage', 'money payment bill', 'lost', 'few']);
    expect(plain(board).map(({ line: { code } }) => code)).toEqual(['outage', 'payment', 'bill', 'lost', 'few']);
    expect([hasGroups(board), hasGroups(board.slice(1)), reachOf(board), reachOf([])]).toEqual([true, false, 13, 1]);
    expect(most({ lines: board } as unknown as BoardTold)?.code).toBe('outage');
    expect(most({ lines: [line('none', 0)] } as unknown as BoardTold)).toBeUndefined();
  });
  it('has four quadrants, and those of which nobody has said yet', () => {
    const { placed, unplaced } = quadrants([line('a', 1, { for_customer: true, for_company: false }), line('b', 1, { for_customer: true }), line('g', 1, { leaf: false, for_customer: true, for_company: false })]);
    expect(placed(true, false).map(({ code }) => code)).toEqual(['a']);
    expect([placed(true, true), placed(false, false), unplaced.map(({ code }) => code)]).toEqual([[], [], ['b']]);
    expect([radius(100, 100), radius(25, 100), radius(0, 100), radius(3, 0)]).toEqual([22, 11, 5, 5]);
  });
});

describe('A number', () => {
  it('has no more digits than anything is known of it', () => {
    expect([12.34, 9.57, 0.201, 0].map((one) => rate(one, 'en'))).toEqual(['12', '9.6', '0.2', '0']);
    expect(reach({ value: 9.57, low: 8.21, high: 11.1 }, 'rate', 'en')).toBe('8.2–11');
    expect(reach({ value: 1.111, low: 1.0555, high: 1.189 }, 'times', 'en')).toBe('1.06–1.19');
    expect(reach({ value: 0.2, low: 0.153, high: 0.268 }, 'share', 'en')).toBe('15–27%');
  });
});
