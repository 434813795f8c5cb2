/** What two people changed is told node by node, put together where it can be, and asked about where it cannot; nothing is lost. */
import { describe, expect, test } from 'vitest';
import { changes, merge, same } from '../src/flow/compare.ts';
import { remove, rename, setField, setHead } from '../src/flow/edit.ts';
import { MENU } from './menu.ts';

const mine = setField(MENU, 'menu', ['text', 'et'], 'Arved 1');
const theirs = setField(MENU, 'bye', ['text', 'et'], 'Nägemist');

describe('changes', () => {
  test('name the node, the field, and both values', () => {
    expect(changes(MENU, mine)).toEqual([{ node: 'menu', what: 'changed', fields: [{ field: 'text.et', before: 'Arved 1, tellimus 2', after: 'Arved 1' }] }]);
  });

  test('tell what is new, what is gone, and what is of the flow itself', () => {
    const other = setHead(rename(MENU, 'bye', 'farewell'), ['person'], 'bills');
    expect(changes(MENU, other).map((one) => [one.node, one.what])).toEqual([['', 'changed'], ['find', 'changed'], ['farewell', 'added'], ['bye', 'removed']]);
  });

  test('are none where only the order of a table differs', () => {
    expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(same({ b: [1, 2] }, { b: [2, 1] })).toBe(false);
  });
});

describe('putting together', () => {
  test('takes both changes where they are of different nodes', () => {
    const { flow, clashes } = merge(MENU, mine, theirs);
    expect(clashes).toEqual([]);
    expect([flow.nodes['menu']!.text!.et, flow.nodes['bye']!.text!.et]).toEqual(['Arved 1', 'Nägemist']);
  });

  test('asks where both changed the same node, and takes what was chosen', () => {
    const other = setField(MENU, 'menu', ['text', 'et'], 'Arved üks');
    expect(merge(MENU, mine, other).clashes).toEqual(['menu']);
    expect(merge(MENU, mine, other).flow.nodes['menu']!.text!.et).toBe('Arved 1');
    expect(merge(MENU, mine, other, new Set(['menu'])).flow.nodes['menu']!.text!.et).toBe('Arved üks');
  });

  test('lets what one has taken out be out, unless the other has changed it', () => {
    const without = remove(MENU, 'bye')!;
    expect('bye' in merge(MENU, without, MENU).flow.nodes).toBe(false);
    expect('bye' in merge(MENU, MENU, without).flow.nodes).toBe(false);
    expect(merge(MENU, without, theirs).clashes).toEqual(['bye']);
    expect(merge(MENU, without, theirs, new Set(['bye'])).flow.nodes['bye']!.text!.et).toBe('Nägemist');
  });

  test('is no clash where both did the same', () => {
    expect(merge(MENU, mine, structuredClone(mine))).toEqual({ flow: mine, clashes: [] });
  });
});
