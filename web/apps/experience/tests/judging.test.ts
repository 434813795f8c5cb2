import { describe, expect, it } from 'vitest';
import { isCalled, Opening } from '../src/calibration/opening.svelte.ts';
import { Draft, isText } from '../src/keeping/draft.ts';
import { isWritten, Marking } from '../src/marking/marking.svelte.ts';
import type { Scorecard } from '../src/shell/judged.ts';

const said = { et: 'Jah', ru: 'Да', en: 'Yes' };
const line = (item: string) => ({ item, weight: 1, definition: said, passes: said, fails: said });
const card: Scorecard = { code: 'usual', name: said, lines: [line('right'), line('kind')] };

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
});

describe('a judgement', () => {
  const draft = () => new Draft(device(), 's1', isWritten);
  const marked = (kept = draft()): Marking => new Marking(card, {}, kept);

  it('goes whole, and says what it lacks', async () => {
    const kept = draft();
    const marking = marked(kept);
    marking.mark('right', 1);
    expect(marking.missing.map(({ item }) => item)).toEqual(['kind']);
    marking.mark('kind', null);
    const sent: unknown[] = [];
    await marking.send(async (...all) => sent.push(all), String);
    expect([sent, marking.missing.length]).toEqual([[[{ right: 1, kind: null }, '']], 2]);
    expect(marked(kept).marks).toEqual({});
  });

  it('that can no longer be sent is forgotten when told to, on the device too', () => {
    const kept = draft();
    marked(kept).mark('right', 1);
    const marking = marked(kept);
    expect(marking.begun).toBe(true);
    marking.forget();
    expect([marking.begun, marked(kept).begun]).toEqual([false, false]);
  });

  it('stays where it was when the server refuses it', async () => {
    const kept = draft();
    const marking = marked(kept);
    marking.mark('right', 0);
    marking.mark('kind', 1);
    await expect(marking.send(() => Promise.reject(new Error('no')), String)).rejects.toThrow('no');
    expect([marking.marks, marked(kept).marks]).toEqual([{ right: 0, kind: 1 }, { right: 0, kind: 1 }]);
  });

  it('is not begun with what another version kept: marks alone', () => {
    const storage = device();
    storage.setItem('s1', '{"right": 1}');
    expect(new Marking(card, {}, new Draft(storage, 's1', isWritten)).restored).toBe(false);
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
