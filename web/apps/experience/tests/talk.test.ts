import { describe, expect, it } from 'vitest';
import { counted, toTalk } from '../src/calibration/talk.ts';
import type { Mark, Scorecard } from '../src/shell/judged.ts';

const said = { et: 'Jah', ru: 'Да', en: 'Yes' };
const line = (item: string, weight = 1) => ({ item, weight, definition: said, passes: said, fails: said });
const card: Scorecard = { code: 'usual', name: said, lines: [line('right', 3), line('named'), line('kind', 2), line('law', 0)] };
const marks = (right: Mark, named: Mark, kind: Mark, law: Mark) => ({ right, named, kind, law });
const fatal = (item: string): boolean => item === 'law';

describe('what reviewers talk about', () => {
  it('counts who said what, and that not applying is another answer than not met', () => {
    const [right, named] = counted(card, { a: marks(1, 0, 1, 1), b: marks(1, null, 1, 1) });
    expect(right).toEqual({ item: 'right', met: 2, not: 0, beside: 0, differ: false });
    expect(named).toEqual({ item: 'named', met: 0, not: 1, beside: 1, differ: true });
  });

  it('begins with what must be met, then where they are furthest apart, then what weighs most', () => {
    const all = { a: marks(1, 1, 1, 1), b: marks(1, 0, 0, 1), c: marks(0, null, 1, 0) };
    expect(toTalk(card, all, fatal).map(({ item }) => item)).toEqual(['law', 'named', 'right', 'kind']);
  });

  it('has nothing to begin with where all are alike', () => {
    expect(toTalk(card, { a: marks(1, 0, null, 1), b: marks(1, 0, null, 1) }, fatal)).toEqual([]);
  });
});
