/** The live connection comes back by itself, asks only for what it missed, and loses or doubles nothing. */
import { beforeEach, expect, test } from 'vitest';
import { LiveSocket, Outbox, type Answer, type Command, type DeskHears, type FactFrame, type SnapshotFrame } from '../src/index.ts';
import { FakeClock, FakeKeep, FakeWire } from './fakes.ts';

let clock: FakeClock;
let keep: FakeKeep;
let wires: FakeWire[];
let applied: (SnapshotFrame | FactFrame)[];
let other: DeskHears[];
let answers: [string, Answer][];
let states: string[];
let socket: LiveSocket;

const wire = (): FakeWire => wires.at(-1)!;
const snapshot = (n: number): SnapshotFrame => ({ type: 'snapshot', n, desk: {} as SnapshotFrame['desk'] });
const fact = (n: number): FactFrame => ({ type: 'fact', n, at: 0, actor: 'system', fact: { fact: 'x' } });
const hold: Command = { command: 'hold', interaction: 'a' };
const say = (text: string): Command => ({ command: 'send_message', interaction: 'a', text, attachments: [] });

function make(): LiveSocket {
  let keys = 0;
  return new LiveSocket({
    open: () => (wires.push(new FakeWire()), wire()),
    outbox: new Outbox(keep, 'me'),
    clock,
    random: () => 1,
    newKey: () => `key-${(keys += 1)}`,
    events: {
      connection: (state) => void states.push(state),
      live: (frame) => void applied.push(frame),
      other: (frame) => void other.push(frame),
      answered: (key, _command, answer) => void answers.push([key, answer]),
    },
  });
}

beforeEach(() => {
  clock = new FakeClock();
  keep = new FakeKeep();
  [wires, applied, other, answers, states] = [[], [], [], [], []];
  socket = make();
  socket.start();
});

const goLive = (n = 10): void => {
  wire().onopen!();
  wire().hear(snapshot(n));
};
const lose = (): void => wire().onclose!({ code: 1006 });
const asked = (): unknown[] => wire().said.filter(({ type }) => type === 'do').map((frame) => 'key' in frame && frame.key);

test('the first hello asks for a snapshot, the next one for what came since the last fact', () => {
  goLive(10);
  wire().hear(fact(11));
  wire().hear(fact(14));
  lose();
  clock.pass(300);
  wire().onopen!();
  expect(wires[0]!.said[0]).toEqual({ type: 'hello', since: null });
  expect(wires[1]!.said[0]).toEqual({ type: 'hello', since: 14 });
});

test('a fact at or below the position was applied already and is dropped', () => {
  goLive(10);
  for (const n of [9, 10, 11, 11, 12, 11]) wire().hear(fact(n));
  expect(applied.map(({ n }) => n)).toEqual([10, 11, 12]);
});

test('a snapshot is believed even when its position is lower: the site was restored', () => {
  goLive(10);
  wire().hear(snapshot(3));
  wire().hear(fact(4));
  expect(applied.map(({ n }) => n)).toEqual([10, 3, 4]);
});

test('it waits longer after each failure, at most fifteen seconds, and starts short again once it heard something', () => {
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    const before = wires.length;
    lose();
    const from = clock.at;
    while (wires.length === before) clock.pass(10);
    waits.push(clock.at - from);
  }
  expect(waits).toEqual([300, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  goLive();
  lose();
  clock.pass(300);
  expect(wires.length).toBe(10);
});

test('a server that opens and hangs up at once is still backed off from', () => {
  wire().onopen!();
  lose();
  clock.pass(300);
  wire().onopen!();
  lose();
  clock.pass(300);
  expect(wires.length).toBe(2);
  clock.pass(700);
  expect(wires.length).toBe(3);
});

test('when the network comes back nobody waits for the back-off', () => {
  goLive();
  lose();
  socket.wake();
  expect(wires.length).toBe(2);
});

test('what was asked while away goes out on return, in order, with its own keys', () => {
  socket.ask(say('one'));
  socket.ask(say('two'));
  expect(asked()).toEqual([]);
  goLive();
  expect(asked()).toEqual(['key-1', 'key-2']);
});

test('what was not answered before the line broke is asked again under the same key; what was answered is not', () => {
  goLive();
  socket.ask(say('one'));
  socket.ask(say('two'));
  wire().hear({ type: 'accepted', key: 'key-1', n: 11 });
  lose();
  clock.pass(300);
  wire().onopen!();
  expect(asked()).toEqual(['key-2']);
  wire().hear({ type: 'accepted', key: 'key-2', n: 12 });
  wire().hear({ type: 'accepted', key: 'key-2', n: 12 });
  expect(answers.map(([key]) => key)).toEqual(['key-1', 'key-2']);
});

test('a refusal ends the asking and tells why', () => {
  goLive();
  const key = socket.ask(hold);
  wire().hear({ type: 'refused', key, code: 'conflict', detail: { state: 'closed' } });
  expect(answers).toEqual([[key, { accepted: false, n: 0, code: 'conflict', detail: { state: 'closed' } }]]);
  lose();
  clock.pass(300);
  wire().onopen!();
  expect(asked()).toEqual([]);
});

test('a long queue goes out a few at a time', () => {
  for (let n = 0; n < 20; n += 1) socket.ask(say(`${n}`));
  goLive();
  expect(asked().length).toBe(8);
  wire().hear({ type: 'accepted', key: 'key-1', n: 11 });
  expect(asked().length).toBe(9);
});

test('words survive a closed tab, wishes that have passed do not', () => {
  socket.ask(say('kept'));
  socket.ask(hold);
  expect(new Outbox(keep, 'me').waiting.map(({ command }) => command)).toEqual([say('kept')]);
  expect(new Outbox(keep, 'somebody else').waiting).toEqual([]);
});

test('what the page wants to be told is said again after each reconnection', () => {
  socket.wish({ type: 'watch', interaction: 'a' });
  goLive();
  socket.wish({ type: 'watch', interaction: 'b' });
  lose();
  clock.pass(300);
  wire().onopen!();
  expect(wires[0]!.said.slice(1)).toEqual([
    { type: 'watch', interaction: 'a' },
    { type: 'watch', interaction: 'b' },
  ]);
  expect(wire().said.slice(1)).toEqual([{ type: 'watch', interaction: 'b' }]);
});

test('a line that says nothing after a ping is dead, although nobody closed it', () => {
  goLive();
  clock.pass(15_000);
  expect(wire().said.at(-1)).toEqual({ type: 'ping' });
  wire().hear({ type: 'pong' });
  clock.pass(15_000 + 9_999);
  expect(wires.length).toBe(1);
  clock.pass(1);
  expect(wire().closed).toBe(true);
  expect(states.at(-1)).toBe('waiting');
  clock.pass(300);
  expect(wires.length).toBe(2);
});

test('after stop nothing is opened any more', () => {
  goLive();
  socket.stop();
  clock.pass(60_000);
  expect(wires.length).toBe(1);
  expect(wire().closed).toBe(true);
});

test('a question to the telephone is answered under its key, and what the telephone tells by itself is passed on', async () => {
  goLive();
  const joining = socket.question({ type: 'phone_join', interaction: 'a', tab: 't' });
  const { key } = wire().said.at(-1) as { key: string };
  wire().hear({ type: 'phone', key: null, event: 'rings', interaction: 'a' });
  wire().hear({ type: 'phone', key, leg: 'l1', sdp: 'v=0' });
  expect((await joining).leg).toBe('l1');
  expect(other).toEqual([{ type: 'phone', key: null, event: 'rings', interaction: 'a' }]);
});

test('a question that is refused, lost with the line or never answered fails with its code, and is not asked again', async () => {
  await expect(make().question({ type: 'phone_look', interaction: 'a' })).rejects.toMatchObject({ code: 'offline' });
  goLive();
  const refused = socket.question({ type: 'phone_look', interaction: 'a' });
  wire().hear({ type: 'refused', key: (wire().said.at(-1) as { key: string }).key, code: 'not_yours', detail: {} });
  await expect(refused).rejects.toMatchObject({ code: 'not_yours' });
  const late = socket.question({ type: 'phone_look', interaction: 'a' });
  clock.pass(10_000);
  wire().hear({ type: 'pong' });
  clock.pass(10_000);
  await expect(late).rejects.toMatchObject({ code: 'timed_out' });
  const lost = socket.question({ type: 'phone_look', interaction: 'a' });
  lose();
  await expect(lost).rejects.toMatchObject({ code: 'offline' });
  clock.pass(300);
  goLive();
  expect(wire().said.filter(({ type }) => type === 'phone_look')).toEqual([]);
  expect(answers).toEqual([]);
});
