import { describe, expect, it } from 'vitest';
import { isCalled, Opening } from '../src/calibration/opening.svelte.ts';
import { Draft, isText } from '../src/keeping/draft.ts';
import { isMarks, Judging } from '../src/scorecard/judging.svelte.ts';
import type { Scorecard } from '../src/scorecard/told.ts';

const line = (item: string) => ({ item, weight: 1, definition: {}, passes: {}, fails: {} });
const card: Scorecard = { code: 'usual', name: {}, lines: [line('right'), line('kind')] };

function device() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('what is not accepted yet', () => {
  it('is kept, and whatever is no draft or one of another shape is let go', () => {
    const storage = device();
    new Draft(storage, 'x', isText).keep('words');
    expect(new Draft(storage, 'x', isText).get()).toBe('words');
    expect(new Draft(storage, 'y', isText).get()).toBeNull();
    for (const other of ['{"broken', '{"why": "words"}', 'null', '7']) {
      storage.setItem('x', other);
      expect(new Draft(storage, 'x', isText).get(), other).toBeNull();
    }
    storage.setItem('x', '"words"');
    expect(new Draft(storage, 'x', isCalled).get()).toBeNull();
  });

  it('is said to be kept nowhere where the device has no room', () => {
    const full = { ...device(), setItem: () => { throw new Error('full'); } };
    const judging = new Judging(card, new Draft(full, 's1', isMarks));
    judging.mark('right', 1);
    expect([judging.kept, judging.marks]).toEqual([false, { right: 1 }]);
  });
});

describe('a judgement', () => {
  it('goes whole or not at all, and points at what it lacks', async () => {
    const draft = new Draft(device(), 's1', isMarks);
    const judging = new Judging(card, draft);
    judging.mark('right', 1);
    const sent: unknown[] = [];
    expect(await judging.send(async (marks) => sent.push(marks), String)).toBe(false);
    expect([judging.lacks('right'), judging.lacks('kind'), sent]).toEqual([false, true, []]);
    judging.mark('kind', null);
    expect(await judging.send(async (marks) => sent.push(marks), String)).toBe(true);
    expect(sent).toEqual([{ right: 1, kind: null }]);
    expect(new Judging(card, draft).marks).toEqual({});
  });

  it('that can no longer be sent is forgotten when told to, on the device too', () => {
    const draft = new Draft(device(), 's1', isMarks);
    new Judging(card, draft).mark('right', 1);
    const judging = new Judging(card, draft);
    expect(judging.begun).toBe(true);
    judging.forget();
    expect([judging.begun, new Judging(card, draft).begun]).toEqual([false, false]);
  });

  it('stays where it was when the server refuses it', async () => {
    const draft = new Draft(device(), 's1', isMarks);
    const judging = new Judging(card, draft);
    judging.mark('right', 0);
    judging.mark('kind', 1);
    expect(await judging.send(() => Promise.reject(new Error('no')), () => 'calibration_scored')).toBe(false);
    expect(judging.failure).toBe('calibration_scored');
    expect(new Judging(card, draft).marks).toEqual({ right: 0, kind: 1 });
  });
});

const may = (cards: string[], reviewers: string[]) => ({ cards: cards.map((code) => ({ code })), reviewers: reviewers.map((id) => ({ id, name: id })) });

it('A kept draft calls nobody who may not judge any more, and goes by a scorecard that is there.', () => {
  const draft = new Draft(device(), 'opening', isCalled);
  draft.keep({ interaction: 'i1', scorecard: 'old', reviewers: ['kristi', 'hele', 'gone'] });
  const opening = new Opening(draft, 'kristi', may(['usual', 'other'], ['kristi', 'hele', 'jaan']));
  opening.found({ about: { interaction: 'i1' }, agent: 'mari' } as never);
  expect([opening.lacks, opening.called]).toEqual([[], { interaction: 'i1', scorecard: 'usual', reviewers: ['kristi', 'hele'] }]);
});

it('A session to be called says what it lacks, and leaves out whose conversation it is.', () => {
  const opening = new Opening(new Draft(device(), 'opening', isCalled), 'kristi', may(['usual'], ['kristi', 'hele', 'jaan']));
  expect(opening.lacks).toEqual(['conversation', 'reviewers']);
  opening.choose(' i1 ');
  opening.call('hele', true);
  opening.found({ about: { interaction: 'i1' }, agent: 'kristi' } as never);
  expect([opening.lacks, opening.reviewers]).toEqual([['reviewers'], ['hele']]);
  opening.call('jaan', true);
  expect([opening.lacks, opening.called]).toEqual([[], { interaction: 'i1', scorecard: 'usual', reviewers: ['hele', 'jaan'] }]);
});
