/** Editing: each change gives a new flow and leaves the old one alone; names are followed wherever they stand. */
import { describe, expect, test } from 'vitest';
import { addNode, connect, duplicate, isCode, remove, rename, setField, setHead, starter } from '../src/flow/edit.ts';
import { drawn, edges, exits, fieldOf, KINDS, type Flow } from '../src/flow/model.ts';
import { begun, redone, stepped, undone } from '../src/flow/track.ts';
import { MENU } from './menu.ts';

const before = JSON.stringify(MENU);
const targets = (flow: Flow): string[] => [flow.start, flow.person, ...Object.values(flow.nodes).flatMap((node) => exits(node).flatMap((exit) => exit.to ?? []))];
const dangling = (flow: Flow): string[] => targets(flow).filter((to) => !(to in flow.nodes));

describe('a node', () => {
  test('is given a new name, and everything that led to it leads to it still', () => {
    const flow = rename(MENU, 'line', 'a_person');
    expect(dangling(flow)).toEqual([]);
    expect(flow.person).toBe('a_person');
    expect(flow.nodes['find']!['failed']).toBe('a_person');
    expect(Object.keys(flow.nodes)).toEqual(Object.keys(MENU.nodes).map((code) => (code === 'line' ? 'a_person' : code)));
  });

  test('is not given a name that is taken, or that is none', () => {
    for (const name of ['menu', 'two words', '', 'x'.repeat(65)]) expect(rename(MENU, 'line', name)).toBe(MENU);
    expect(isCode('peamenüü_2')).toBe(true);
  });

  test.each(Object.keys(MENU.nodes))('is taken out, and nothing leads nowhere (%s)', (code) => {
    const flow = remove(MENU, code)!;
    expect(code in flow.nodes).toBe(false);
    expect(dangling(flow)).toEqual([]);
  });

  test('that is taken out from the middle is passed over', () => {
    expect(remove(MENU, 'number')!.nodes['menu']!.keys!['2']).toBe('find');
  });

  test('that is the last one stays', () => {
    expect(remove({ start: 'a', person: 'a', nodes: { a: { do: 'queue', queue: 'service' } } }, 'a')).toBeNull();
  });

  test('is copied under a free name, and the copy is its own', () => {
    const [flow, copy] = duplicate(MENU, 'menu');
    const [again, second] = duplicate(flow, copy);
    expect([copy, second]).toEqual(['menu_2', 'menu_3']);
    expect(setField(again, 'menu_2', ['text', 'et'], 'Muu').nodes['menu']!.text!.et).toBe('Arved 1, tellimus 2');
  });

  test.each(KINDS)('of each kind is added, and all it leads to is there (%s)', (kind) => {
    const [flow, code] = addNode(MENU, kind, { queue: 'service', hook: 'orders' });
    expect(flow.nodes[code]!.do).toBe(kind);
    expect(dangling(flow)).toEqual([]);
  });
});

test('a field is set and taken away at any depth', () => {
  const said = setField(MENU, 'menu', ['words', '2', 'et'], ['tellimus']);
  expect(said.nodes['menu']!.words).toEqual({ 1: { et: ['arve'] }, 2: { et: ['tellimus'] } });
  expect('barge_in' in setField(setField(MENU, 'menu', ['barge_in'], false), 'menu', ['barge_in'], undefined).nodes['menu']!).toBe(false);
  expect(setField(MENU, 'once_more', ['when', 0, 'all', 'asked'], 'no').nodes['once_more']!.when![0]!.all).toEqual({ asked: 'no' });
  expect(setHead(MENU, ['variables', 'asked'], undefined).variables).toEqual({});
});

test('a way on is connected and taken away', () => {
  expect(connect(MENU, 'line', ['closed'], null).nodes['line']).toEqual({ do: 'queue', queue: 'service' });
  expect(connect(MENU, 'menu', ['keys', '1'], 'bye').nodes['menu']!.keys!['1']).toBe('bye');
});

test('nothing of this has changed the flow it began with', () => {
  expect(JSON.stringify(MENU)).toBe(before);
});

test('every way on is named as the server names it', () => {
  expect(exits(MENU.nodes['menu']!).map((exit) => fieldOf(exit.path))).toEqual(['keys.1', 'keys.2', 'keys.3', 'silence', 'wrong']);
  expect(exits(MENU.nodes['once_more']!).map((exit) => fieldOf(exit.path))).toEqual(['when[0].then', 'then']);
});

test('what a queue does when it is closed is drawn also while it is missing', () => {
  const open = connect(MENU, 'line', ['closed'], null);
  expect(drawn(open.nodes['line']!).map((exit) => exit.to)).toEqual([null]);
  expect(edges(open).some((edge) => edge.from === 'line')).toBe(false);
});

test('what one begins with speaks the languages of the site and leads nowhere wrong', () => {
  const one = starter(['et'], 'service');
  const three = starter(['et', 'ru', 'en'], 'service');
  expect([one.start, three.start]).toEqual(['menu', 'languages']);
  expect(dangling(three)).toEqual([]);
  expect(Object.keys(three.nodes['shut']!.text!)).toEqual(['et', 'ru', 'en']);
});

describe('undo and redo', () => {
  test('go back and forth, and a new step ends what could be done again', () => {
    const track = stepped(stepped(begun(1), 2), 3);
    expect(undone(undone(track)).now).toBe(1);
    expect(redone(undone(track)).now).toBe(3);
    expect(redone(stepped(undone(track), 9)).now).toBe(9);
    expect(undone(begun(1)).now).toBe(1);
  });

  test('take what was typed into one field as one step', () => {
    const typed = ['A', 'Ar', 'Arv'].reduce((track, text) => stepped(track, text, 'menu/text'), begun(''));
    expect(undone(typed).now).toBe('');
    expect(undone(stepped(typed, 'B', 'other')).now).toBe('Arv');
  });
});
