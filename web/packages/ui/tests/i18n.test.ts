/** A text in the reader's language, with the reader's plurals and numbers. */
import { expect, test } from 'vitest';
import { isLanguage, preferred, translator } from '../src/i18n.ts';

const waiting = {
  et: { one: '{n} ootab', other: '{n} ootavad' },
  ru: { one: '{n} сообщение', few: '{n} сообщения', many: '{n} сообщений', other: '{n} сообщения' },
};

test('the plural form is the one of the language, not of English', () => {
  const t = translator('ru', { waiting: waiting.ru });
  expect([1, 2, 5, 11, 21, 22, 25, 112].map((n) => t('waiting', { n }))).toEqual([
    '1 сообщение',
    '2 сообщения',
    '5 сообщений',
    '11 сообщений',
    '21 сообщение',
    '22 сообщения',
    '25 сообщений',
    '112 сообщений',
  ]);
  expect(translator('et', { waiting: waiting.et })('waiting', { n: 0 })).toBe('0 ootavad');
});

test('values stand in their places, numbers as the language writes them', () => {
  const t = translator('en', { text: '{name} has {n} of {n}', plain: 'no {value}' });
  expect(t('text', { name: 'Mari', n: 12_345 })).toBe('Mari has 12,345 of 12,345');
  expect(t('plain')).toBe('no {value}');
});

test('a key without an entry is shown as it is, so that a page never breaks for want of a word', () => {
  const t = translator<string>('en', {});
  expect(t('some.key')).toBe('some.key');
});

test('the first language that we speak wins; nobody is left without one', () => {
  expect(preferred(['fi-FI', 'ru-RU', 'en'])).toBe('ru');
  expect(preferred(['fi'])).toBe('et');
  expect([isLanguage('et'), isLanguage('de'), isLanguage(undefined)]).toEqual([true, false, false]);
});
