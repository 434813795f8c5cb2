/** What is said about the sound follows from what was heard of late, not from how the call began. */
import { expect, test } from 'vitest';
import { NOTHING, qualityOf, type Heard } from '../src/state/sound.ts';

const heard = (more: Partial<Heard>): Heard => ({ ...NOTHING, received: 100, jitter: 0.005, roundTrip: 0.05, ...more });

test('what is heard well is said nothing about; a little loss is noticed, much is not understood', () => {
  expect(qualityOf(NOTHING, heard({}))).toBe('good');
  expect(qualityOf(NOTHING, heard({ lost: 1 }))).toBe('good');
  expect(qualityOf(NOTHING, heard({ lost: 3 }))).toBe('thin');
  expect(qualityOf(NOTHING, heard({ lost: 10 }))).toBe('bad');
});

test('unevenness and a long way there count as well', () => {
  expect(qualityOf(NOTHING, heard({ jitter: 0.05 }))).toBe('thin');
  expect(qualityOf(NOTHING, heard({ roundTrip: 0.4 }))).toBe('thin');
  expect(qualityOf(NOTHING, heard({ roundTrip: 1 }))).toBe('bad');
});

test('silence on the line is bad, and what was lost before is forgiven', () => {
  expect(qualityOf(heard({}), heard({}))).toBe('bad');
  expect(qualityOf(heard({ lost: 50 }), heard({ received: 200, lost: 50 }))).toBe('good');
  // A counter that went back (another leg) is no loss.
  expect(qualityOf(heard({ lost: 50 }), heard({ received: 200, lost: 0 }))).toBe('good');
});
