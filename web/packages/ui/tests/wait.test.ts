import { expect, it } from 'vitest';
import { moment, spoken } from '../src/wait.ts';

const minutes = (n: number) => n * 60_000;

it('Below a minute no figure is said.', () => {
  expect(spoken(0, 15_000, 'en')).toEqual({ key: 'soon', time: '' });
  expect(spoken(0, minutes(1), 'en').key).toBe('soon');
});

it('Without a lower end only the upper one is said.', () => {
  expect(spoken(0, minutes(2), 'et')).toEqual({ key: 'up_to', time: '2 min' });
});

it('Two ends are said in one unit, or each in its own.', () => {
  expect(spoken(minutes(2), minutes(6), 'ru').time).toBe('2–6 мин');
  expect(spoken(minutes(60), minutes(180), 'en').time).toBe('1–3 h');
  expect(spoken(minutes(40), minutes(120), 'en').time).toBe('40 min – 2 h');
  expect(spoken(minutes(60), minutes(90), 'en').time).toBe('60–90 min');
});

it('A moment of today is a time of day, one of another day names the day, a distant one the date.', () => {
  const now = new Date(2026, 2, 4, 12, 0).getTime();
  expect(moment(new Date(2026, 2, 4, 18, 0).getTime(), now, 'en')).toBe('06:00 PM');
  expect(moment(new Date(2026, 2, 5, 9, 0).getTime(), now, 'et')).toContain('neljapäev');
  expect(moment(new Date(2026, 2, 25, 9, 0).getTime(), now, 'ru')).toContain('25');
});
