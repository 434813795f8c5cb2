/** A time that is chosen is a time on the site's clock, wherever the browser is, also on the days on which clocks are changed. */
import { describe, expect, test } from 'vitest';
import { instantOf, localOf, morning, toMonday } from '../src/later/zoned.ts';

const at = (text: string): number => Date.parse(text);
const TALLINN = 'Europe/Tallinn';

test('a local time is read on the clock of the place', () => {
  expect(instantOf('2026-06-01T09:00', TALLINN)).toBe(at('2026-06-01T06:00Z'));
  expect(instantOf('2026-12-01T09:00', TALLINN)).toBe(at('2026-12-01T07:00Z'));
  expect(instantOf('2026-12-01T09:00', 'America/Toronto')).toBe(at('2026-12-01T14:00Z'));
  expect(instantOf('', TALLINN)).toBeNaN();
});

test('an hour that is left out becomes the next, and of one that comes twice the first is meant', () => {
  expect(instantOf('2026-03-29T03:30', TALLINN)).toBe(at('2026-03-29T01:30Z'));
  expect(localOf(instantOf('2026-03-29T03:30', TALLINN), TALLINN)).toBe('2026-03-29T04:30');
  expect(instantOf('2026-10-25T03:30', TALLINN)).toBe(at('2026-10-25T00:30Z'));
  expect(instantOf('2026-10-25T04:30', TALLINN)).toBe(at('2026-10-25T02:30Z'));
});

describe.each(['UTC', TALLINN, 'America/Toronto', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe'])('%s', (zone) => {
  test('every minute that its clock shows leads back to an instant that shows it', () => {
    for (let hour = 0; hour < 2 * 366 * 24; hour += 31) {
      const then = at('2026-01-01T00:13Z') + hour * 3_600_000;
      const local = localOf(then, zone);
      const back = instantOf(local, zone);
      expect(localOf(back, zone)).toBe(local);
      expect(back).toBeLessThanOrEqual(then);
      expect(then - back).toBeLessThanOrEqual(3_600_000);
    }
  });

  test('a morning is at nine there, and Monday is a Monday to come', () => {
    for (let day = 0; day < 400; day += 3) {
      const now = at('2026-01-01T21:47Z') + day * 86_400_000;
      expect(localOf(morning(now, 1, zone), zone).slice(11)).toBe('09:00');
      expect(morning(now, 1, zone)).toBeGreaterThan(now);
      const monday = morning(now, toMonday(now, zone), zone);
      expect(new Date(`${localOf(monday, zone)}Z`).getUTCDay()).toBe(1);
      expect(monday).toBeGreaterThan(now);
    }
  });
});
