/** The same vectors run against every `apply` there is: a desk that follows facts equals a desk fetched afresh. */
/// <reference types="vite/client" />
// @ts-expect-error: this workspace has no types of Node
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apply, LiveSocket, Outbox, type Desk, type FactFrame } from '../src/index.ts';
import { FakeClock, FakeKeep, FakeWire } from './fakes.ts';

interface Vector {
  before: Desk;
  frames: FactFrame[];
  after: Desk;
}

const vectors = Object.entries(import.meta.glob<Vector>('../vectors/**/*.json', { eager: true, import: 'default' }));

/** The desk of a page that hears the vector over its socket: the snapshot first, then frame after frame. */
function heard({ before, frames }: Vector): Desk {
  const wire = new FakeWire();
  let desk = {} as Desk;
  const socket = new LiveSocket({
    open: () => wire,
    outbox: new Outbox(new FakeKeep(), 'me'),
    clock: new FakeClock(),
    random: () => 1,
    newKey: () => 'key',
    events: {
      connection: () => {},
      live: (frame) => void (desk = apply(desk, frame)),
      other: () => {},
      answered: () => {},
    },
  });
  socket.start();
  wire.onopen!();
  wire.hear({ type: 'snapshot', n: frames[0]!.n - 1, desk: before });
  for (const frame of frames) wire.hear(frame);
  return desk;
}

describe('a desk that applied the facts is the desk that the server would send now', () => {
  test('every vector that lies in the folder is run', () => {
    const files: string[] = readdirSync(new URL('../vectors', import.meta.url), { recursive: true });
    const expected = files.filter((file) => file.endsWith('.json')).map((file) => `../vectors/${file}`);
    expect(vectors.map(([name]) => name).sort()).toEqual(expected.sort());
    expect(expected.filter((file) => file.includes('/generated/')).length).toBeGreaterThanOrEqual(13);
  });

  test.each(vectors)('%s', (_name, vector) => {
    const { before, frames, after } = vector;
    const untouched = structuredClone(before);
    expect(frames.reduce(apply, before)).toEqual(after);
    expect(before, 'the desk before was not touched').toEqual(untouched);
    expect(heard(vector), 'a page drops none of the frames').toEqual(after);
  });

  test('a snapshot replaces everything', () => {
    const [, { before, after }] = vectors[0]!;
    expect(apply(before, { type: 'snapshot', n: 9, desk: after })).toBe(after);
  });
});
