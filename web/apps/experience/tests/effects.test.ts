import { translator, type Language, type Strings } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import { drawn, WIDE } from '../src/coaching/effects/picture.ts';
import { apartTold, because, dayTold, foreseen, itemName, naively, shortly, standingOf, verdict, waited } from '../src/coaching/effects/sentences.ts';
import type { Listed, Naive, Result, Seen } from '../src/coaching/effects/told.ts';
import { begun, missing, sent } from '../src/coaching/effects/wanted.svelte.ts';
import type { Says } from '../src/coaching/effects/words.ts';
import en from '../src/coaching/effects/texts/en.json';
import et from '../src/coaching/effects/texts/et.json';
import ru from '../src/coaching/effects/texts/ru.json';

const says = (language: Language): Says => ({
  language, t: translator(language, { et, ru, en }[language] as Strings), day: (at) => new Date(at).toISOString().slice(0, 10),
});
/** Intl puts a narrow space where a reader sees a space. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const each = (how: (one: Says) => string): string[] => (['et', 'ru', 'en'] as const).map((one) => plain(how(says(one))));
const naive: Naive = {
  before: { points: 45.6, marks: 480 }, after: { points: 60.8, marks: 120 }, points: 15.2, low: 5.4, high: 25, convincing: true,
  waiting: { points: 12.4, low: 4.1, high: 20.7, agents: 8, marks: 120 }, outside: null, moved: { points: 3.3, low: -2, high: 8.6, agents: 20, marks: 300 },
  regressed: { points: 9.1, low: 2.2, high: 16, agents: 20, marks: 300 },
};
const result: Result = {
  word: 'no_effect', points: -4.7, low: -20.4, high: 12.2, expected: 25, needed: 12, marks: 720, conversations: 700, took: null, of: 12, ahead: 0, had: 0, let: 0, naive,
  reading: 'regressed', apart: [], weeks: 4, short: false,
};
const seen: Seen = {
  enough: true, waves: 3, step_weeks: 2, before_weeks: 8, ends: '2026-10-05', known_on: '2026-10-12', a_week: 1.25, detectable: 18.2, chance: 0.31, chance_low: 0.12, take_up: 0.85, take_up_low: 0.595,
  already: [], useful: true, agents_needed: 40,
};
const listed: Listed = {
  rollouts: [], today: '2026-09-07', people: [{ agent: 'a1', name: 'Aino', teaches: false }, { agent: 'a2', name: 'Eha', teaches: false }, { agent: 'g1', name: 'Hele', teaches: true }],
  items: [{ code: 'heard.named_back', name: { et: 'Mure sõnastati üle', en: 'Problem named back' }, judged: true }],
};

describe('What came of a rollout', () => {
  it('is a word and a number with its interval', () => {
    expect(each((one) => shortly(result, one))).toEqual([
      'Loodetud mõju ei ole: −5 punkti (−20 kuni +12)', 'Ожидаемого эффекта нет: −5 п. (от −20 до +12)', 'Not the effect hoped for: −5 points (−20 to +12)',
    ]);
    expect(plain(verdict(result, 'stepped', says('en')))).toBe(
      'No effect as large as was hoped for: at 95 % it lies between −20 and +12 points, and 25 were hoped for.',
    );
    expect(plain(verdict({ ...result, word: 'helped', points: 12, low: 3, high: 21 }, 'pairs', says('en')))).toBe(
      'It helped: 12 points of a hundred better than without it (+3 to +21, at 95 %).',
    );
  });
  it('says what is needed where nobody can tell, and nothing before its time', () => {
    expect(verdict({ ...result, word: 'cannot_tell', needed: 41 }, 'stepped', says('en'))).toContain('about 41 people would be needed');
    expect(verdict({ ...result, word: 'cannot_tell', needed: null }, 'stepped', says('en'))).not.toContain('needed');
    expect(verdict({ word: 'too_early', known_on: '2026-10-12' }, 'stepped', says('en'))).toContain('Told on 2026-10-12.');
    expect(verdict({ word: 'cannot_tell', refused: 'too_few_marks', marks: 7, needed: 20 }, 'stepped', says('en'))).toContain('7 marks');
    expect(verdict({ ...result, points: null }, 'at_once', says('en'))).toContain('all got it at once');
  });
  it('is told apart by who judged', () => {
    const one = { source: 'reviewer', points: 8, low: 1, high: 15, marks: 200 } as const;
    expect(apartTold(one, says('en'))).toBe('From reviews alone: +8 points (+1 to +15). Reviewers may know who has begun; customers do not.');
    expect(each((words) => apartTold({ ...one, source: 'survey', points: null, low: null, high: null }, words))[2]).toContain('too little was judged');
  });
  it('stands where one would say it does', () => {
    expect([standingOf({ standing: 'running', lived: 3, weeks: 4 }), standingOf({ standing: 'running', lived: 4, weeks: 4 }), standingOf({ standing: 'stopped', lived: 4, weeks: 4 })]).toEqual(['running', 'lived', 'stopped']);
  });
  it('stands beside before and after, with why they differ', () => {
    expect(plain(naively(naive, says('en')))).toBe('From 46 to 61: +15 points (+5 to +25). That is usually called an improvement.');
    expect(each((one) => waited(naive, one)).every((text) => text.includes('+12') && text.includes('+21'))).toBe(true);
    expect(each((one) => because(result, one)).every((text) => text.includes('+9') && text.includes('+2') && !text.includes('+3'))).toBe(true);
    expect(because({ naive, reading: 'both' }, says('en'))).toContain('The whole site changed by +3');
    expect([because({ naive, reading: 'unknown' }, says('en')), waited({ ...naive, waiting: null }, says('en'))]).toEqual(['The data do not tell why the two differ.', '']);
    expect(naively({ ...naive, convincing: false }, says('et'))).toContain('selget muutust pole');
  });
});

describe('Words', () => {
  it('are the same in every language, with the same values in them', () => {
    const values = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
    for (const other of [ru, en] as Strings[]) {
      expect(Object.keys(other)).toEqual(Object.keys(et));
      for (const [key, text] of Object.entries(other)) expect(values(text), key).toEqual(values((et as Strings)[key]));
    }
  });
});

describe('What one would see', () => {
  const wanted = { design: 'stepped', agents: ['a1', 'a2'], expected: 10 } as const;
  const told = (more: Partial<Seen>, design: 'stepped' | 'pairs' | 'at_once' = 'stepped'): string =>
    plain(foreseen({ ...seen, ...more }, { ...wanted, agents: [...wanted.agents], design }, says('en')).join(' '));
  it('is told in words', () => {
    expect(told({})).toBe(
      '2 people, about 1.3 judged conversations of each a week. An effect of 18 points of a hundred or more would be seen, in eight cases of ten. ' +
        'The 10 points you hope for would be seen with a chance of 12% to 31%: 31% if it works at once and 85% of people do it, 12% if it takes four weeks to come and only 60% do it. With as many conversations each, about 40 people would be needed. ' +
        'The last begin on 2026-10-05; what came of it is told on 2026-10-12.',
    );
  });
  it('is honest where nothing would be seen', () => {
    expect(told({ useful: false, detectable: 44 })).toContain('nothing useful: only an effect of 44 points');
    expect(told({ useful: false, detectable: null, agents_needed: null })).toContain('not even the largest');
    expect(told({ enough: false })).toContain('at least 10');
    expect(told({ enough: false }, 'pairs')).toContain('at least 16');
    expect(told({ a_week: 0.01 })).toContain('Hardly anything has been judged');
    expect(told({}, 'at_once')).toContain('nobody to compare with');
  });
});

describe('A plan', () => {
  it('begins with what other pages lead here with, and says what is missing', () => {
    const one = begun('?kind=drill&id=d1&title=Listen&item=heard.named_back&item=nothing', listed);
    expect([one.what, one.title, one.items, one.agents]).toEqual([{ kind: 'drill', id: 'd1' }, 'Listen', ['heard.named_back'], ['a1', 'a2']]);
    expect(missing(one)).toEqual({});
    expect(Object.keys(missing({ ...begun('?kind=weather', listed), design: 'at_once', agents: [] }))).toEqual(['title', 'id', 'items', 'people', 'why']);
  });
  it('takes whoever is named, also somebody who teaches', () => {
    expect(begun('?agent=g1&agent=nobody', listed).agents).toEqual(['g1']);
  });
  it('leaves whoever must have it now out of what is drawn', () => {
    const spared = [{ agent: 'a1', why: 'Law' }, { agent: 'a2', why: ' ' }, { agent: '', why: 'x' }];
    expect(sent({ ...begun('', listed), spared })).toMatchObject({ agents: ['a2'], spared: [{ agent: 'a1', why: 'Law' }] });
  });
});

describe('The picture', () => {
  it('has one scale for both, with nothing in it', () => {
    const { x, ticks } = drawn(result, naive);
    expect(ticks).toEqual([-30, -20, -10, 0, 10, 20, 30]);
    expect([x(-30) > 0, x(30) < WIDE, x(naive.points) > x(0), x(result.points!) < x(0)]).toEqual([true, true, true, true]);
    expect(drawn({ points: null, low: null, high: null }, { points: 70, low: 50, high: 90 }).ticks).toEqual([0, 20, 40, 60, 80, 100]);
  });
  it('and names are as they are written', () => {
    expect([itemName(listed.items, 'heard.named_back', says('et')), itemName(listed.items, 'x', says('et'))]).toEqual(['Mure sõnastati üle', 'x']);
    expect(dayTold('2026-10-05', says('en'))).toBe('2026-10-05');
  });
});
