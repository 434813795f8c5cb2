import { describe, expect, it } from 'vitest';
import { isOf, merge, same, type Pieces } from '../src/keeping/merge.ts';

const pieces = (told: Record<string, unknown>): Pieces => new Map(Object.entries(told));
const names = ({ pieces: found }: { pieces: Pieces }): string[] => [...found.keys()];

describe('Two people who changed the same thing', () => {
  const base = pieces({ a: 1, b: { x: [1, 2] }, c: 3 });
  it('both keep what only one of them changed, added or took out', () => {
    const found = merge(base, pieces({ a: 2, b: { x: [1, 2] }, c: 3, mine: 5 }), pieces({ b: { x: [2, 1] }, c: 3, theirs: 6 }));
    expect(Object.fromEntries(found.pieces)).toEqual({ a: 2, b: { x: [2, 1] }, c: 3, mine: 5, theirs: 6 });
    expect(found.clashes).toEqual(['a']);
  });
  it('choose where both changed it otherwise, and are not asked where they agree', () => {
    const [mine, theirs] = [pieces({ a: 2, b: { x: [] }, c: 3 }), pieces({ a: 3, b: { x: [] }, c: 3 })];
    expect(merge(base, mine, theirs)).toEqual({ pieces: pieces({ a: 2, b: { x: [] }, c: 3 }), clashes: ['a'] });
    expect(merge(base, mine, theirs, new Set(['a'])).pieces.get('a')).toBe(3);
  });
  it('both keep what they changed within one piece, and choose only the field that both did', () => {
    const old = pieces({ s: { share: 1, words: { et: 'a', ru: 'b' }, list: [1] } });
    const found = merge(old, pieces({ s: { share: 2, words: { et: 'x', ru: 'b' }, list: [1, 2] } }), pieces({ s: { share: 3, words: { et: 'a', ru: 'y' }, list: [1] } }));
    expect(found.pieces.get('s')).toEqual({ share: 2, words: { et: 'x', ru: 'y' }, list: [1, 2] });
    expect(found.clashes).toEqual(['s\nshare']);
    expect([isOf('s\nshare', 's'), isOf('s\nshare', 's\nshare'), isOf('sa', 's')]).toEqual([true, true, false]);
  });
  it('may have theirs taken out where mine was changed', () => {
    const [mine, theirs] = [pieces({ a: 2, b: { x: [1, 2] }, c: 3 }), pieces({ b: { x: [1, 2] }, c: 3 })];
    expect(merge(base, mine, theirs, new Set(['a'])).pieces.has('a')).toBe(false);
  });
  it('keep the order that one of them made', () => {
    const other = pieces({ a: 1, b: { x: [1, 2] }, new: 0, c: 3 });
    const turned = new Map([...base].reverse());
    expect(names(merge(base, turned, other))).toEqual(['c', 'b', 'new', 'a']);
    expect(names(merge(base, other, turned))).toEqual(['c', 'b', 'new', 'a']);
  });
});

it('Values are the same by what is in them; an empty number field is the same as itself.', () => {
  expect(same({ a: [1, { b: NaN }] }, { a: [1, { b: NaN }] })).toBe(true);
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(false);
  expect(same([1], { 0: 1 })).toBe(false);
  expect(same(null, {})).toBe(false);
});
