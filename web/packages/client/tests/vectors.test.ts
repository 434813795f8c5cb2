/** The same vectors run against every `apply` there is: a desk that follows facts equals a desk fetched afresh. */
/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest';
import { apply, type Desk, type FactFrame } from '../src/index.ts';

interface Vector {
  before: Desk;
  frames: FactFrame[];
  after: Desk;
}

const vectors = Object.entries(import.meta.glob<Vector>('../vectors/**/*.json', { eager: true, import: 'default' }));

describe('a desk that applied the facts is the desk that the server would send now', () => {
  test('there are vectors to run', () => expect(vectors.length).toBeGreaterThanOrEqual(3));

  test.each(vectors)('%s', (_name, { before, frames, after }) => {
    const untouched = structuredClone(before);
    expect(frames.reduce(apply, before)).toEqual(after);
    expect(before, 'the desk before was not touched').toEqual(untouched);
  });

  test('a snapshot replaces everything', () => {
    const [, { before, after }] = vectors[0]!;
    expect(apply(before, { type: 'snapshot', n: 9, desk: after })).toBe(after);
  });
});
