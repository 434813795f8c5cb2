/** What goes together with what, where one comes from and is led back to, and where a newcomer's day begins. */
import { expect, test } from 'vitest';
import { Coded } from '../src/coaching/things/coded.ts';
import { isDue } from '../src/coaching/things/due.ts';
import { comesFrom } from '../src/coaching/things/returning.ts';
import { addressOf, beside, calledIn, type Kind, type Thing } from '../src/coaching/things/told.ts';

const thing = (kind: Kind, id: string, criteria: string[], reasons: string[] = [], name: Thing['name'] = { et: id, ru: id, en: id }): Thing => ({ kind, id, criteria, reasons, name });
const ALL = [
  thing('lesson', 'listen', ['heard.named_back', 'heard.empathy'], ['bill']),
  thing('lesson', 'other', ['access.first']),
  thing('drill', 'parcel', ['heard.named_back']),
  thing('drill', 'bill', ['heard.named_back', 'heard.empathy']),
  thing('drill', 'third', ['heard.named_back', 'resolution.right', 'clarity.terms_stated']),
  thing('exemplar', 'e_ru', ['heard.named_back'], ['bill'], { ru: 'По-русски' }),
  thing('exemplar', 'e_et', ['heard.named_back'], ['bill'], { et: 'Eesti keeles' }),
  thing('exemplar', 'e_roam', ['heard.named_back'], ['roaming']),
];
const ids = (one: { kind: Kind; id: string }, language: 'et' | 'ru' = 'et'): string[] => beside(ALL, one, language).map(({ id }) => id);

test('beside a lesson stand the drills and examples of its criteria: the nearest two of each, in the language of whoever reads', () => {
  expect(ids({ kind: 'lesson', id: 'listen' })).toEqual(['bill', 'parcel', 'e_et', 'e_ru']);
  expect(ids({ kind: 'lesson', id: 'listen' }, 'ru')).toEqual(['bill', 'parcel', 'e_ru', 'e_et']);
  expect(ids({ kind: 'drill', id: 'parcel' })).toEqual(['listen', 'e_et', 'e_roam']);
  expect(ids({ kind: 'exemplar', id: 'e_et' })).toEqual(['listen', 'parcel', 'bill']);
});

test('what teaches nothing of the same, and what is not known, has nothing beside it', () => {
  expect(ids({ kind: 'lesson', id: 'other' })).toEqual([]);
  expect(ids({ kind: 'drill', id: 'gone' })).toEqual([]);
});

test('an example has the name of its own language where there is no other', () => {
  expect(calledIn(ALL[5]!, 'et')).toBe('По-русски');
  expect(calledIn({ name: {} }, 'et')).toBe('');
});

test('the way there says where one comes from, and the way back is only to one of these pages', () => {
  const to = addressOf({ kind: 'drill', id: 'parcel' }, 'growth/agent/oleg', 'heard.named_back');
  expect(to).toBe('/experience/coaching/drills/play/parcel?from=growth%2Fagent%2Foleg&at=heard.named_back');
  expect(comesFrom(to.slice(to.indexOf('?')))).toEqual({ from: 'growth/agent/oleg', mark: 'heard.named_back', way: 'growth_of', back: '/experience/coaching/growth/agent/oleg?at=heard.named_back' });
  expect(addressOf({ kind: 'lesson', id: 'listen' })).toBe('/experience/coaching/learning/lesson/listen');
  expect(comesFrom('?from=sessions/diary')?.way).toBe('diary');
  for (const wrong of ['', '?from=', '?from=https://elsewhere', '?from=//elsewhere', '?from=growth/../../desk', '?from=growth%2Fagent%2F..%2F..', '?from=admin', '?from=sessions/a%20b']) expect(comesFrom(wrong), wrong).toBeNull();
});

test('a step of today, or one that is left over, of a path that goes on: nothing else calls for a learner', () => {
  const path = (ended: string | null, ...standings: string[]) => ({ ended, steps: standings.map((standing) => ({ standing })) });
  expect(isDue({ paths: [path(null, 'done', 'today')] })).toBe(true);
  expect(isDue({ paths: [path('left', 'today'), path(null, 'left')] })).toBe(true);
  expect(isDue({ paths: [path('stopped', 'today'), path(null, 'done', 'later', 'missing')] })).toBe(false);
  expect(isDue({ paths: [] })).toBe(false);
});

test('a code follows the title until somebody writes one', () => {
  const coded = new Coded();
  const of = (code: string, ...titles: string[]): string => coded.of(code, titles, (one) => one === 'listen', 'lesson');
  expect(of('', '', '')).toBe('');
  expect(of('', '', 'Kuula lõ')).toBe('kuula_lo');
  expect(of('kuula_lo', '', 'Kuula lõpuni')).toBe('kuula_lopuni');
  expect(of('kuula_lopuni', 'Listen')).toBe('listen_2');
  expect(of('mine', 'Listen')).toBe('mine');
});
