/** Whoever follows a conversation by its facts has the messages that the server would give now: reports only go forward. */
/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest';
import { deliveryAfter, ordinalOf, withMeanwhile, type Conversation, type Delivery, type DeliveryState, type FactFrame, type Message } from '../src/index.ts';

interface Vector {
  before: Conversation;
  frames: FactFrame[];
  after: Message[];
}

const vectors = Object.entries(import.meta.glob<Vector>('../threads/*.json', { eager: true, import: 'default' }));

describe('a thread that applied the facts is the thread that would be fetched', () => {
  test('there are vectors, with every state that a delivery can be in', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(3);
    const states = vectors.flatMap(([, { after }]) => after.map(({ delivery }) => delivery?.state));
    expect(new Set(states)).toEqual(new Set([undefined, 'read', 'delivered', 'accepted', 'failed', 'recalled', 'scheduled']));
  });

  test.each(vectors)('%s', (_name, { before, frames, after }) => {
    expect(withMeanwhile(before, frames).messages).toEqual(after);
  });

  test.each(vectors)('%s, at every step on the way no report takes anything back', (_name, { before, frames }) => {
    for (let step = 1; step < frames.length; step += 1) {
      const [is, was] = [step + 1, step].map((n) => withMeanwhile(before, frames.slice(0, n)).messages);
      if (frames[step]!.fact.fact !== 'delivery_reported') continue;
      for (const message of was!) {
        const then = is!.find(({ ordinal }) => ordinal === message.ordinal)!.delivery?.state;
        if (message.delivery?.state === 'read' || message.delivery?.state === 'recalled') expect(then).toBe(message.delivery.state);
        if (message.delivery?.state === 'delivered') expect(['delivered', 'read']).toContain(then);
      }
    }
  });
});

const being = (state: DeliveryState): Delivery => ({ state, code: '', due_at: null, at: 1 });
const reported = (state: string): FactFrame['fact'] => ({ fact: 'delivery_reported', interaction: 'a', delivery: 'a.m2', state });

test('a report moves a delivery only forward', () => {
  const table: [DeliveryState, string, DeliveryState][] = [
    ['unknown', 'accepted', 'accepted'],
    ['unknown', 'failed', 'failed'],
    ['accepted', 'delivered', 'delivered'],
    ['read', 'delivered', 'read'],
    ['read', 'failed', 'read'],
    ['failed', 'accepted', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['rejected', 'delivered', 'delivered'],
    ['recalled', 'read', 'recalled'],
    ['recalled', 'failed', 'recalled'],
  ];
  for (const [from, told, to] of table) expect([from, told, deliveryAfter(being(from), reported(told), 2).state]).toEqual([from, told, to]);
});

test('the message is the one whose ordinal ends the name, and other facts are about none', () => {
  expect(ordinalOf(reported('read'))).toBe(2);
  expect(ordinalOf({ fact: 'message_scheduled', message: 'a.m3.m17' })).toBe(17);
  expect(ordinalOf({ fact: 'message_sent', message: 'a.m3' })).toBeNull();
});
