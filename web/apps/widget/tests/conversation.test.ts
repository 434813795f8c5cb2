import { cards } from '../src/ui/Promises.tsx';
import { describe, expect, it } from 'vitest';
import { apply, begin, type Conversation } from '../src/chat/conversation.ts';
import type { ChatEvent, FromServer } from '../src/chat/frames.ts';
import { adopt, cut, delivery, next, retry, say, sent, unread } from '../src/chat/outbox.ts';

const event = (n: number, shown: ChatEvent): FromServer => ({ type: 'event', n, at: n * 10, event: shown });
const from = (who: 'customer' | 'agent' | 'system', ordinal: number, text: string, key: string | null = null): ChatEvent => ({
  kind: 'message', ordinal, from: who, name: who === 'agent' ? 'Kristi' : null, text, attachments: [], key,
}); // prettier-ignore
const all = (was: Conversation, ...frames: FromServer[]): Conversation => frames.reduce(apply, was);
const texts = (was: Conversation): string[] => was.entries.map((one) => (one.kind === 'message' ? one.text : one.kind));

describe('events', () => {
  it('An event that was seen is not shown again.', () => {
    const twice = all(
      begin('t'),
      event(5, from('agent', 1, 'a')),
      event(5, from('agent', 1, 'a')),
      event(4, { kind: 'held' }),
    );
    expect(texts(twice)).toEqual(['a']);
    expect(twice.since).toBe(5);
  });

  it('An accepted message stands in its place even when an older event comes after it.', () => {
    const said = sent(say(begin('t'), 'k', 'mine', [], 1), 'k');
    const accepted = apply(said, { type: 'accepted', key: 'k', n: 9, ordinal: 2 });
    expect(accepted.since).toBe(0);
    const late = all(accepted, event(8, from('agent', 1, 'older')), event(9, from('customer', 2, 'mine', 'k')));
    expect(texts(late)).toEqual(['older', 'mine']);
  });

  it('A message of ours that another page sent is shown once, and leaves the outbox.', () => {
    const said = say(begin('t'), 'k', 'mine', [], 1);
    const told = apply(said, event(9, from('customer', 1, 'mine', 'k')));
    expect(told.outbox).toEqual([]);
    expect(texts(apply(told, { type: 'accepted', key: 'k', n: 9, ordinal: 1 }))).toEqual(['mine']);
  });

  it('The stage follows the turns of the conversation.', () => {
    const turns: [ChatEvent, string | null, string | null][] = [
      [{ kind: 'waiting', place: 3 }, 'waiting', null],
      [{ kind: 'joined', name: 'Kristi' }, 'active', 'Kristi'],
      [{ kind: 'held' }, 'held', 'Kristi'],
      [{ kind: 'resumed' }, 'active', 'Kristi'],
      [{ kind: 'transferred' }, 'waiting', null],
      [{ kind: 'joined', name: 'Olga' }, 'active', 'Olga'],
      [{ kind: 'closed' }, 'closed', null],
      [{ kind: 'waiting', place: 2 }, 'waiting', null],
      [{ kind: 'moved' }, 'moved', null],
    ];
    let state = begin('t');
    turns.forEach(([turn, stage, person], index) => {
      state = apply(state, event(index + 1, turn));
      expect([state.stage, state.person]).toEqual([stage, person]);
    });
  });

  it('A place in line that was told survives an event that does not name it.', () => {
    const placed = all(begin('t'), { type: 'place', place: 2, people: 1 }, event(1, { kind: 'waiting' }));
    expect([placed.place, placed.people]).toEqual([2, 1]);
  });

  it('Typing ends with the message that was typed.', () => {
    const typing = apply(begin('t'), { type: 'typing', on: true, name: 'Kristi' });
    expect(typing.typing).toBe('Kristi');
    expect(apply(typing, event(1, from('agent', 1, 'a'))).typing).toBeNull();
  });
});

describe('the welcome', () => {
  const welcome = (token: string | null): FromServer => ({
    type: 'welcome', token, language: 'et', people: 3, conversation: null, operator: 'Põhjala Mobiil',
  }); // prettier-ignore

  it('A known token keeps what is shown.', () => {
    const shown = apply(begin('t'), event(1, from('agent', 1, 'a')));
    expect(texts(apply(shown, welcome('t')))).toEqual(['a']);
  });

  it('A forgotten conversation is let go, and what was not sent is kept.', () => {
    const shown = say(all(begin('t'), welcome('t'), event(7, from('agent', 1, 'a'))), 'k', 'unsent', [], 1);
    const anew = apply(shown, welcome(null));
    expect([anew.met, anew.since, texts(anew), anew.outbox.length]).toEqual([false, 0, [], 1]);
  });

  it('It tells where the conversation stands.', () => {
    const conversation = {
      state: 'waiting', place: 2, person: null, answer_later: true, last_ordinal: 1, read: { customer: 1, agent: 0 },
    } as const; // prettier-ignore
    const met = apply(begin('t'), { ...welcome('t'), conversation } as FromServer);
    expect([met.stage, met.place, met.answerLater]).toEqual(['waiting', 2, true]);
  });
});

describe('the outbox', () => {
  it('One message is in the air at a time, in the order they were typed.', () => {
    let state = say(say(begin('t'), 'a', '1', [], 1), 'b', '2', [], 2);
    expect(next(state)?.key).toBe('a');
    state = sent(state, 'a');
    expect(next(state)).toBeNull();
    state = apply(state, { type: 'accepted', key: 'a', n: 1, ordinal: 1 });
    expect(next(state)?.key).toBe('b');
  });

  it('What was in the air when the line broke goes out again, under its key.', () => {
    const broken = cut(sent(say(begin('t'), 'a', '1', [], 1), 'a'));
    expect(next(broken)?.key).toBe('a');
  });

  it('A refused message holds up nobody, and is said again under a new key.', () => {
    let state = say(sent(say(begin('t'), 'a', '1', [], 1), 'a'), 'b', '2', [], 2);
    state = apply(state, { type: 'refused', key: 'a', code: 'too_large' });
    expect(next(state)?.key).toBe('b');
    state = retry(state, 'a', 'c');
    expect(state.outbox.map(({ key, code }) => [key, code])).toEqual([['b', null], ['c', null]]); // prettier-ignore
  });

  it('What another page left unsent is taken over once, in the order of time.', () => {
    const own = say(apply(begin('t'), event(1, from('customer', 1, 'old', 'x'))), 'b', '2', [], 2);
    const left = [
      { key: 'a', text: '1', attachments: [], at: 1, flying: false, code: null },
      { key: 'x', text: 'old', attachments: [], at: 0, flying: false, code: null },
    ];
    expect(adopt(own, left).outbox.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(adopt(adopt(own, left), left)).toEqual(adopt(own, left));
  });

  it('Delivery goes from sending over on its way and delivered to read.', () => {
    let state = say(begin('t'), 'a', '1', [], 1);
    expect(delivery(state, state.outbox[0]!, true)).toBe('sending');
    expect(delivery(state, state.outbox[0]!, false)).toBe('kept');
    state = sent(state, 'a');
    expect(delivery(state, state.outbox[0]!, true)).toBe('on_its_way');
    state = apply(state, { type: 'accepted', key: 'a', n: 3, ordinal: 1 });
    const message = state.entries[0]!;
    if (message.kind !== 'message') throw new Error('no message');
    expect(delivery(state, message, true)).toBe('delivered');
    expect(delivery(apply(state, event(4, { kind: 'read', reader: 'agent', ordinal: 1 })), message, true)).toBe('read');
    expect(delivery(apply(state, event(4, from('agent', 2, 'answer'))), message, true)).toBe('read');
  });

  it('A new interaction of the same customer begins with ordinal one, and nothing of it is read yet.', () => {
    const before = all(
      begin('t'),
      event(1, from('agent', 8, 'bye')),
      event(2, { kind: 'read', reader: 'customer', ordinal: 8 }),
      event(3, { kind: 'closed' }),
    );
    const after = all(before, event(4, from('customer', 1, 'again', 'k')), event(5, from('agent', 2, 'yes?')));
    expect(unread(before)).toBe(0);
    expect(unread(after)).toBe(1);
    expect(unread(apply(after, event(6, { kind: 'read', reader: 'customer', ordinal: 2 })))).toBe(0);
  });
});

describe('an address for later', () => {
  it('It is kept until the server has it, and let go when refused.', () => {
    const asked: Conversation = { ...begin('t'), address: { kind: 'email', value: 'mari@example.ee' } };
    expect(cut(asked).address).not.toBeNull();
    const refused = apply(asked, { type: 'refused', key: null, code: 'invalid' });
    expect([refused.address, refused.trouble]).toEqual([null, 'invalid']);
    const noted = apply(asked, event(1, { kind: 'later' }));
    expect([noted.address, noted.answerLater]).toEqual([null, true]);
  });
});

it('A promise stays in sight with its words, whatever becomes of it, also when the conversation is over.', () => {
  const promise = { kind: 'promise', promise: 'p1', state: 'owed', due_at: 9_000, text: 'We call you tomorrow.' } as const;
  const told: FromServer[] = [
    event(1, promise),
    event(2, { kind: 'closed' }),
    event(3, { ...promise, promise: 'p2', text: 'Money back.' }),
    event(4, { ...promise, state: 'broken', text: null }),
    event(5, { kind: 'promise', promise: 'p1', state: 'kept', due_at: null, text: null }),
  ];
  const { promises, stage, entries } = told.reduce(apply, begin('t'));
  expect(cards(promises).map(({ promise, state, text, due_at }) => [promise, state, text, due_at])).toEqual([
    ['p2', 'owed', 'Money back.', 9_000],
    ['p1', 'kept', 'We call you tomorrow.', 9_000],
  ]);
  expect([stage, entries.length]).toEqual(['closed', 1]);
});
