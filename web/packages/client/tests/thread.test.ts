/** A thread is the same whatever order its parts came in, and knows when a part is missing. */
import { expect, test } from 'vitest';
import { applyToThread, told, withMeanwhile, withPage, type Conversation, type FactFrame, type Message, type Note, type Thread } from '../src/index.ts';
import { row } from './fakes.ts';

const message = (ordinal: number, changes: Partial<Message> = {}): Message => ({
  ordinal,
  at: ordinal * 1_000,
  from: 'customer',
  agent: null,
  name: null,
  text: `text ${ordinal}`,
  attachments: [],
  letter: null,
  delivery: null,
  ...changes,
});
const thread = (...ordinals: number[]): Thread => ({
  interaction: 'a',
  messages: ordinals.map((ordinal) => message(ordinal)),
  life: [],
  read: { customer: 0, agent: 0 },
  gap: false,
});
const frame = (n: number, fact: string, more: Partial<FactFrame> & { also?: object } = {}): FactFrame => ({
  type: 'fact',
  n,
  at: n,
  actor: 'system',
  fact: { fact, interaction: 'a', ...more.also },
  ...more,
});
const ordinals = (of: Thread): number[] => of.messages.map(({ ordinal }) => ordinal);

test('a message seen twice, live and in a page, is there once', () => {
  const once = applyToThread(thread(1, 2), frame(9, 'message_received', { message: message(3) }));
  const twice = withPage(applyToThread(once, frame(9, 'message_received', { message: message(3) })), [message(2), message(3)]);
  expect(ordinals(twice)).toEqual([1, 2, 3]);
});

test('a page of earlier messages goes before what is there', () => {
  expect(ordinals(withPage(thread(3, 4), [message(1), message(2)]))).toEqual([1, 2, 3, 4]);
});

test('a message that skips a number, or a row that knows of a later one, leaves a gap to be fetched', () => {
  expect(applyToThread(thread(1, 2), frame(9, 'message_received', { message: message(4) })).gap).toBe(true);
  const told = applyToThread(thread(1, 2), frame(9, 'message_received', { row: row('a', { last_ordinal: 3 }) }));
  expect(told.gap).toBe(true);
  expect(withPage(told, [message(2), message(3)]).gap).toBe(false);
});

test('facts of another conversation change nothing', () => {
  const before = thread(1);
  const frameOfOther = frame(9, 'message_received', { also: { interaction: 'b' }, message: message(2) });
  expect(applyToThread(before, frameOfOther)).toBe(before);
});

test('what is told while a page is on its way is in the thread, once', () => {
  const page: Conversation = {
    n: 8,
    row: row('a', { last_ordinal: 2 }),
    customer: {} as Conversation['customer'],
    case: {} as Conversation['case'],
    messages: [message(1), message(2)],
    life: [],
    read: { customer: 0, agent: 0 },
    drafts: [],
    transfer_note: null,
    transliterates: false,
    callback: null,
  };
  const before = frame(8, 'message_received', { message: message(2, { text: 'as it was told' }) });
  const accepted = frame(9, 'offer_accepted', { row: row('a', { last_ordinal: 2 }) });
  const said = frame(10, 'message_received', { message: message(3), row: row('a', { last_ordinal: 3 }) });
  const whole = withMeanwhile(page, [before, accepted, said]);
  expect(ordinals(whole)).toEqual([1, 2, 3]);
  expect(whole.messages[1]!.text).toBe('text 2');
  expect(whole.life.map(({ n }) => n)).toEqual([9]);
  expect(whole.gap).toBe(false);
  expect(withMeanwhile(page, [frame(11, 'message_received', { message: message(4) })]).gap, 'one is missing').toBe(true);
});

test('reading only goes forward', () => {
  const far = applyToThread(thread(1), frame(9, 'messages_read', { also: { reader: 'customer', ordinal: 5 } }));
  const back = applyToThread(far, frame(10, 'messages_read', { also: { reader: 'customer', ordinal: 3 } }));
  expect(back.read).toEqual({ customer: 5, agent: 0 });
});

test('only what a person wants to know is told of a life', () => {
  const held = applyToThread(thread(1), frame(9, 'interaction_held'));
  const step = applyToThread(held, frame(10, 'line_step_taken'));
  expect(step.life.map(({ fact }) => fact.fact)).toEqual(['interaction_held']);
});

test('days are told apart, notes stand at their time, and messages close together are joined', () => {
  const day = 86_400_000;
  const whole: Thread = { ...thread(), messages: [message(1, { at: 0 }), message(2, { at: 1_000 }), message(3, { at: day })] };
  const note: Note = { note: 'n', case: 'c', at: 500, agent: 'x', name: 'Kristi', text: 'note' };
  const lines = told(whole, [note], (at) => `${Math.floor(at / day)}`);
  expect(lines.map(({ key }) => key)).toEqual(['d0', 'm1', 'nn', 'm2', 'd1', 'm3']);
  const joined = told(whole, [], (at) => `${Math.floor(at / day)}`).filter((line) => line.kind === 'message');
  expect(joined.map((line) => line.kind === 'message' && line.joined)).toEqual([false, true, false]);
});
