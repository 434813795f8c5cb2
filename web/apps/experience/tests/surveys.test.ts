import { describe, expect, it } from 'vitest';
import { lines, type LineKey } from '../src/surveys/lines.ts';
import { heard, playing, toldOf } from '../src/surveys/preview.ts';
import { apart, channelsByWay, counted, faultsAt, form, fresh, moved, shadowedBy, takenOut, ticked, together } from '../src/surveys/rules.ts';
import type { Around, Rules, Survey } from '../src/surveys/told.ts';

const usual: Survey = { code: 'usual', questions: ['resolution.solved', 'outcome.nps'], comment: true, queues: [], channels: [], share: 100, used: true };
const rules = (...surveys: Survey[]): Rules => ({ surveys, quiet_days: 30, open_days: 14 });
const said = (text: string) => ({ et: `${text} et`, ru: `${text} ru`, en: `${text} en` });
const around: Around = {
  operator: 'Põhjala', languages: ['et', 'ru', 'en'], queues: ['service'], channels: { chat: 'inline', voice: 'keys', sms: 'link', x: '' }, linked: true,
  invitation: said('come'), decline: '0', frame: { questions: said('hello'), thanks: said('bye'), not_understood: said('what') },
  spoken: { 'resolution.solved': { keys: '123', said: said('solved?') }, 'outcome.nps': { keys: '', said: said('') } },
};

describe('Designing', () => {
  it('moves within the list and nowhere else', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    for (const [from, to] of [[0, -1], [2, 3], [1, 1]] as const) expect(moved(['a', 'b', 'c'], from, to)).toEqual(['a', 'b', 'c']);
  });
  it('ticks: all is the empty list, and the last one stays', () => {
    expect(ticked([], ['a', 'b'], 'a')).toEqual(['b']);
    expect(ticked(['b'], ['a', 'b'], 'b')).toBeNull();
    expect(ticked(['b'], ['a', 'b'], 'a')).toEqual([]);
  });
  it('names a new one as no other', () => {
    expect(fresh(rules({ ...usual, code: 'New' }, { ...usual, code: 'New 2' }), 'New').code).toBe('New 3');
  });
  it('says what is wrong with the form, at its field', () => {
    const found = form({ ...rules({ ...usual, questions: [], share: NaN }, { ...usual, code: ' ' }), quiet_days: 1.5 });
    expect(found.map(({ code }) => code)).toEqual(['no_questions', 'share', 'name_empty', 'quiet_days']);
    expect(faultsAt(found, 'usual', 'questions').map(({ code }) => code)).toEqual(['no_questions']);
    expect(faultsAt(found, '', 'quiet_days')).toHaveLength(1);
    expect(form(rules(usual))).toEqual([]);
  });
  it('sees a survey that never asks', () => {
    const chat = { ...usual, code: 'chat', channels: ['chat'] };
    expect(shadowedBy(rules(usual, chat), 1)?.code).toBe('usual');
    expect(shadowedBy(rules(chat, usual), 1)).toBeNull();
    expect(shadowedBy(rules({ ...usual, used: false }, chat), 1)).toBeNull();
  });
  it('comes apart and together again, and remembers what was taken out', () => {
    const whole = rules(usual, { ...usual, code: 'other' });
    expect(together(apart(whole))).toEqual(whole);
    expect(takenOut(whole, rules(usual)).map(({ code }) => code)).toEqual(['other']);
  });
  it('counts all ways together', () => {
    const one = { survey: 'usual', way: 'link', asked: 5, answered: 3, finished: 2, declined: 1 };
    expect(counted([one, { ...one, way: 'keys' }, { ...one, survey: 'other' }], 'usual')).toEqual({ asked: 10, began: 6, finished: 4 });
  });
});

describe('The preview', () => {
  const items = [{ item: 'resolution.solved', question: said('q'), kind: 'solved', low: 0, high: 2, ends: null, middle: null }];
  it('asks the questions that there are, and answers go nowhere', async () => {
    const told = toldOf(usual, items, 'Põhjala', 'ru');
    expect([told.questions.map(({ item }) => item), told.language, told.comment]).toEqual([['resolution.solved'], 'ru', true]);
    expect(await playing(told).open()).toBe(told);
    await expect(playing(told).end('finished', 'x')).resolves.toBeUndefined();
  });
  it('tells what a caller hears, and what is left out', () => {
    const told = heard(usual, around, 'en');
    expect(told.map(({ kind }) => kind)).toEqual(['opening', 'question', 'left_out', 'thanks']);
    expect(told[0]!.keys).toEqual(['0']);
    expect(told[1]).toEqual({ kind: 'question', item: 'resolution.solved', text: 'solved? en', keys: ['1', '2', '3'] });
    expect(heard({ ...usual, questions: ['outcome.nps'] }, around, 'en').map(({ kind }) => kind)).toEqual(['left_out']);
  });
  it('knows where each way is met', () => {
    expect(channelsByWay(usual, around)).toEqual({ inline: ['chat'], keys: ['voice'], link: ['sms'], '': ['x'] });
    expect(channelsByWay({ ...usual, channels: ['sms', 'gone'] }, around)).toEqual({ inline: [], keys: [], link: ['sms'], '': [] });
  });
});

it('What differs is told in words: what is new, what went, and each field that is otherwise.', () => {
  const say = (key: LineKey, values: Record<string, string> = {}): string => [key, ...Object.values(values)].join(' ');
  const names = { say, item: (code: string) => code.toUpperCase(), channel: (code: string) => code, queue: (code: string) => `queue ${code}` };
  const before = rules(usual, { ...usual, code: 'gone' });
  const after = { ...rules({ ...usual, code: 'new' }, { ...usual, share: 50, channels: ['chat'], queues: ['billing'] }), quiet_days: 7 };
  expect(lines(before, after, names)).toEqual([
    { piece: 'quiet_days', text: 'line_quiet_days', was: '30', is: '7' },
    { piece: 'survey/new', text: 'line_added new', is: 'RESOLUTION.SOLVED · OUTCOME.NPS' },
    { piece: 'survey/usual\nqueues', text: 'line_queues usual', was: 'all', is: 'queue billing' },
    { piece: 'survey/usual\nchannels', text: 'line_channels usual', was: 'all', is: 'chat' },
    { piece: 'survey/usual\nshare', text: 'line_share usual', was: '100 %', is: '50 %' },
    { piece: 'survey/gone', text: 'line_removed gone' },
  ]);
  expect(lines(before, { ...before, surveys: before.surveys.toReversed() }, names).map(({ text }) => text)).toEqual(['line_order']);
});
