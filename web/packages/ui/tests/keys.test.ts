/** A shortcut is the same finger on every layout, and never stands in the way of typing. */
import { expect, test } from 'vitest';
import { keyLabel, keyOf, type Press } from '../src/keys.ts';

const press = (key: string, code: string, changes: Partial<Press> = {}): Press => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...changes,
});

test('a Latin letter is taken as it is typed', () => {
  expect(keyOf(press('j', 'KeyJ'))).toBe('j');
  expect(keyOf(press('z', 'KeyY')), 'on a German keyboard z is where y is').toBe('z');
});

test('a letter of another script is taken by its place', () => {
  expect(keyOf(press('о', 'KeyJ'))).toBe('j');
  expect(keyOf(press('т', 'KeyN'))).toBe('n');
  expect(keyOf(press('О', 'KeyJ', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+j');
});

test('Ctrl and ⌘ are one and the same', () => {
  expect(keyOf(press('k', 'KeyK', { ctrlKey: true }))).toBe('mod+k');
  expect(keyOf(press('k', 'KeyK', { metaKey: true }))).toBe('mod+k');
  expect(keyOf(press('Enter', 'Enter', { metaKey: true, shiftKey: true }))).toBe('mod+shift+Enter');
});

test('Alt types letters on many keyboards and is never ours', () => {
  expect(keyOf(press('ą', 'KeyA', { altKey: true }))).toBeNull();
  expect(keyOf(press('@', 'KeyQ', { altKey: true, ctrlKey: true })), 'AltGr on Windows').toBeNull();
});

test('a sign made with Shift is its own name', () => {
  expect(keyOf(press('?', 'Slash', { shiftKey: true }))).toBe('?');
  expect(keyOf(press('/', 'Digit7', { shiftKey: true })), 'where / is made with Shift').toBe('/');
  expect(keyOf(press('F6', 'F6', { shiftKey: true }))).toBe('shift+F6');
  expect(keyOf(press('J', 'KeyJ', { shiftKey: true }))).toBe('shift+j');
});

test('keys are written as they stand on the keyboard', () => {
  expect(keyLabel('mod+Enter', false)).toBe('Ctrl Enter');
  expect(keyLabel('mod+shift+a', true)).toBe('⌘ ⇧ A');
  expect(keyLabel('Escape', false)).toBe('Esc');
});
