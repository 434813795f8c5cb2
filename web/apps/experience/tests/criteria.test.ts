import { describe, expect, it } from 'vitest';
import { same, WITHIN } from '../src/keeping/merge.ts';
import { lines, type LineKey, type Names } from '../src/criteria/lines.ts';
import { apart, codeFault, faultsAt, faultsOfPart, form, partShare, putBack, shareOf, spareParts, takenOut, takeOut, together, withCriterion, withItem, withNew } from '../src/criteria/register.ts';
import type { Item, Part, Register } from '../src/criteria/told.ts';

const said = (text: string) => ({ et: `${text} et`, ru: `${text} ru`, en: `${text} en` });
const item = (code: string, more: Partial<Item> = {}): Item => ({ code, name: said(code), question: said(`${code}?`), sources: ['survey', 'self'], scale: 'agree_5', fatal: false, ...more });
const part = (code: string, more: Partial<Part> = {}): Part => ({ item: code, source: 'survey', weight: 1, target: null, ...more });
const time = item('access.time', { sources: ['system'], scale: 'ms' });
const register: Register = {
  items: [item('access.reached'), time, item('effort.ease'), item('outcome.csat')],
  criteria: [
    { code: 'access', weight: 30, formula: 'weighted_mean', parts: [part('access.reached'), part('access.time', { source: 'system', weight: 3, target: 60_000 })] },
    { code: 'effort', weight: 10, formula: 'lowest_part', parts: [part('effort.ease')] },
    { code: 'outcome', weight: 0, formula: 'shown', parts: [part('outcome.csat')] },
  ],
};

describe('Weights', () => {
  it('are shares of what is in the index, and within a criterion', () => {
    expect(['access', 'effort', 'outcome'].map((code) => shareOf(register, code))).toEqual([0.75, 0.25, null]);
    expect(register.criteria[0]!.parts.map((one) => partShare(register.criteria[0]!, one))).toEqual([0.25, 0.75]);
    expect(['access', 'effort'].map((code) => shareOf(withCriterion(register, 'access', { weight: NaN }), code))).toEqual([0, 1]);
    expect(shareOf(withCriterion(register, 'effort', { weight: -1 }), 'access')).toBe(1);
    expect(partShare(register.criteria[1]!, register.criteria[1]!.parts[0]!)).toBeNull();
  });
});

describe('Editing', () => {
  it('takes an item out with what counted of it, and puts both back in their places', () => {
    const out = takeOut(register, 'access.time');
    expect(out.criteria[0]!.parts).toHaveLength(1);
    expect(takenOut(register, out, 'access')).toEqual([time]);
    expect(same(putBack(out, register, 'access.time'), register)).toBe(true);
    expect(putBack(register, register, 'access.time')).toBe(register);
  });
  it('adds an item behind those of its criterion, and offers what could count', () => {
    const more = withNew(register, item('access.hours'));
    expect(more.items.map(({ code }) => code)).toEqual(['access.reached', 'access.time', 'access.hours', 'effort.ease', 'outcome.csat']);
    expect(spareParts(more, more.criteria[0]!).map(({ item: code, source }) => `${code} ${source}`)).toEqual(['access.reached self', 'access.hours survey', 'access.hours self']);
    const gone = withCriterion(register, 'access', { parts: [] });
    expect(spareParts(gone, gone.criteria[0]!).map(({ target }) => target)).toEqual([null, null, 0]);
  });
  it('takes no code that is none, or is there', () => {
    const of = (name: string): string => codeFault(register, 'access', name);
    expect(['', 'Üks', '1st', 'reached', 'hours_2'].map(of)).toEqual(['code_empty', 'code_form', 'code_form', 'code_taken', '']);
    expect(of('a'.repeat(60))).toBe('code_form');
  });
  it('says what is wrong with the form, each at its field', () => {
    const wrong = withItem(withCriterion(register, 'access', { weight: NaN, parts: [part('access.reached', { weight: -1 }), part('access.time', { target: 0.5 })] }), 'effort.ease', { sources: [], question: said('x'.repeat(300)) });
    const found = form(wrong);
    expect(found.map(({ place, why }) => `${place} ${why}`)).toEqual(['effort.ease words_long', 'effort.ease no_source', 'access weight', 'access part_weight', 'access target']);
    expect(faultsAt(found, 'access', 'weight')).toHaveLength(1);
    expect(faultsAt(found, 'access', 'whole')).toHaveLength(0);
    expect(faultsOfPart(found, 'access', part('access.reached')).map(({ why }) => why)).toEqual(['part_weight']);
    expect(faultsOfPart([{ place: 'access', why: 'needs_target', said: 'access.time' }], 'access', part('access.time'))).toHaveLength(1);
    expect(form(register)).toEqual([]);
  });
  it('comes apart and together again', () => {
    expect(together(apart(register))).toEqual(register);
  });
});

describe('Two versions in words', () => {
  const say = (key: LineKey, values: Record<string, string> = {}): string => [key.replace('line_', ''), ...Object.values(values)].join(' ');
  const names: Names = {
    language: 'en', criterion: (code) => code.toUpperCase(), source: (code) => code, scale: (code) => code, formula: (code) => code,
    target: (_, target) => `${target / 1_000} s`, share: (share) => `${share * 100} %`, say,
  };
  it('say what was added, taken out, reworded and reweighted', () => {
    const reworded = withItem(withNew(takeOut(register, 'outcome.csat'), item('outcome.nps')), 'effort.ease', { question: { ...said('effort.ease?'), ru: 'легко?' }, sources: ['survey'] });
    const after = withCriterion(reworded, 'access', { weight: 10, parts: [part('access.reached', { weight: 2 }), part('access.time', { source: 'system', weight: 3, target: 30_000 })] });
    const found = lines(register, after, names);
    expect(found).toContainEqual({ piece: 'weight/access', text: 'weight ACCESS', was: 'weight_share 30 75 %', is: 'weight_share 10 50 %' });
    expect(found).toContainEqual({ piece: 'item/effort.ease\nquestion\nru', text: 'question effort.ease en RU', was: 'effort.ease? ru', is: 'легко?' });
    expect(found.map(({ text }) => text)).toEqual([
      'weight ACCESS',
      'part_weight ACCESS access.reached en survey 2',
      'part_target ACCESS access.time en system 3',
      'part_removed OUTCOME outcome.csat en survey 1',
      'question effort.ease en RU',
      'sources effort.ease en',
      'item_added outcome.nps',
      'item_removed outcome.csat',
    ]);
    const pieces = new Set([...apart(register).keys(), ...apart(after).keys()]);
    expect(found.every(({ piece }) => pieces.has(piece.split(WITHIN)[0]!))).toBe(true);
  });
  it('say nothing of what is the same', () => {
    expect(lines(register, structuredClone(register), names)).toEqual([]);
  });
});
