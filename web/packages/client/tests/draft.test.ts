/** What was typed is never lost and never replaced by what comes from elsewhere. */
import { beforeEach, expect, test } from 'vitest';
import { DraftKeeper, Problem, type Draft } from '../src/index.ts';
import { FakeClock, FakeKeep } from './fakes.ts';

let clock: FakeClock;
let keep: FakeKeep;
let saves: [string, number][];
let answer: (text: string, revision: number) => Draft;

const draft = (text: string, revision: number): Draft => ({ kind: 'reply', text, subject: '', cc: [], revision, saved_at: 5 });
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

function open(server: Draft | null = null): DraftKeeper {
  return new DraftKeeper(
    {
      account: 'me',
      interaction: 'a',
      kind: 'reply',
      keep,
      clock,
      save: async (_kind, { text, subject, cc }, revision) => (saves.push([text, revision]), { ...answer(text, revision), subject, cc }),
      changed: () => {},
    },
    server,
  );
}

beforeEach(() => {
  clock = new FakeClock();
  keep = new FakeKeep();
  saves = [];
  answer = draft;
});

test('it is saved once the hand rests, not at each key', async () => {
  const keeper = open();
  for (const text of ['T', 'Te', 'Tere']) {
    keeper.edit(text);
    clock.pass(300);
  }
  clock.pass(800);
  await settled();
  expect(saves).toEqual([['Tere', 1]]);
  expect(keeper.saved).toBe('saved');
  expect(keep.held.size).toBe(0);
});

test('what did not reach the server is found again on this device', async () => {
  answer = () => {
    throw new Problem('offline', 0);
  };
  const keeper = open();
  keeper.edit('half a sentence');
  clock.pass(800);
  await settled();
  expect(keeper.saved).toBe('kept_here');
  expect(open().text).toBe('half a sentence');
});

test('it goes to the server when the connection is back', async () => {
  answer = () => {
    throw new Problem('offline', 0);
  };
  const keeper = open();
  keeper.edit('later');
  clock.pass(800);
  await settled();
  answer = draft;
  await keeper.flush();
  expect(saves.at(-1)).toEqual(['later', 1]);
  expect(keeper.saved).toBe('saved');
});

test('a newer draft from another window is laid beside, and a person chooses', async () => {
  const keeper = open(draft('old', 1));
  answer = () => {
    throw new Problem('conflict', 409, { draft: draft('from the other window', 4) });
  };
  keeper.edit('mine');
  clock.pass(800);
  await settled();
  expect([keeper.text, keeper.other?.text]).toEqual(['mine', 'from the other window']);
  answer = draft;
  keeper.choose('mine');
  clock.pass(800);
  await settled();
  expect(saves.at(-1)).toEqual(['mine', 5]);
  expect(keeper.other).toBeNull();
});

test('the same number asked for by another window first is a meeting, not a success', async () => {
  const keeper = open(draft('old', 1));
  answer = (_text, revision) => draft('from the other window', revision);
  keeper.edit('mine');
  clock.pass(800);
  await settled();
  expect([keeper.text, keeper.other?.text, keeper.saved]).toEqual(['mine', 'from the other window', 'kept_here']);
});

test('the same number answered late, after its first answer was lost, is our own older text', async () => {
  const keeper = open(draft('old', 1));
  answer = () => {
    throw new Problem('offline', 0);
  };
  keeper.edit('first');
  clock.pass(800);
  await settled();
  answer = (text, revision) => (revision === 2 ? draft('first', 2) : draft(text, revision));
  keeper.edit('first and more');
  clock.pass(800);
  await settled();
  clock.pass(800);
  await settled();
  expect(keeper.other).toBeNull();
  expect(saves.at(-1)).toEqual(['first and more', 3]);
  expect(keeper.saved).toBe('saved');
});

test('choosing the other takes its text', () => {
  keep.setItem('hoolin.draft.me.a.reply', JSON.stringify({ text: 'mine', revision: 1 }));
  const keeper = open(draft('theirs', 2));
  expect([keeper.text, keeper.other?.text]).toEqual(['mine', 'theirs']);
  keeper.choose('other');
  expect(keeper.text).toBe('theirs');
});

test('typing on while it is being saved saves the rest too', async () => {
  const keeper = open();
  keeper.edit('one');
  clock.pass(800);
  keeper.edit('one two');
  await settled();
  clock.pass(800);
  await settled();
  expect(saves).toEqual([
    ['one', 1],
    ['one two', 2],
  ]);
});

test('once sent it is gone from the server as well', async () => {
  const keeper = open(draft('text', 3));
  keeper.clear();
  await settled();
  expect(saves).toEqual([['', 4]]);
  expect(keeper.saved).toBe('empty');
});

test('subject and copies of a letter are kept with its text, and are cleared with it', async () => {
  const keeper = open({ ...draft('Tere', 3), subject: 'Re: Arve', cc: ['abi@example.ee'] });
  expect(keeper.typed).toEqual({ text: 'Tere', subject: 'Re: Arve', cc: ['abi@example.ee'] });
  keeper.edit('Tere', { subject: 'Arve', cc: [] });
  clock.pass(800);
  await settled();
  expect(saves).toEqual([['Tere', 4]]);
  expect(keeper.saved).toBe('saved');
  keeper.clear();
  await settled();
  expect(keeper.typed).toEqual({ text: '', subject: '', cc: [] });
  expect(keeper.saved).toBe('empty');
});
