/** What became of something we said, by the facts that tell of it. Reports only go forward: one that comes late, or twice,
takes nothing back. The same rules as those of the server's read model, which a fetched message comes from. */
import type { Delivery, DeliveryState, Fact, Id, Instant } from './contract.ts';

/** How far each state is. That it arrived undoes that it failed; that it is on its way does not. */
const REACHED: Record<DeliveryState, number> = {
  rejected: -1,
  scheduled: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  failed: 3,
  delivered: 4,
  read: 5,
  recalled: 9,
};
const REPORTED: readonly DeliveryState[] = ['delivered', 'read', 'failed'];
const ARRIVED: readonly DeliveryState[] = ['delivered', 'read', 'recalled'];

/** Nobody can say that the customer has it: a person must decide. */
export const isTrouble = ({ state }: Delivery): boolean => state === 'rejected' || state === 'failed' || state === 'unknown';

const TELLS: readonly string[] = ['message_scheduled', 'delivery_asked', 'delivery_ended', 'delivery_reported', 'delivery_recalled', 'delivery_moved'];

/** Which message a fact about a delivery is about: its ordinal ends the name (`….m7`). */
export function ordinalOf(fact: Fact): number | null {
  if (!TELLS.includes(fact.fact)) return null;
  const found = /\.m(\d+)$/.exec(String(fact['delivery'] ?? fact['message'] ?? ''));
  return found ? Number(found[1]) : null;
}

export const messageId = (interaction: Id, ordinal: number): Id => `${interaction}.m${ordinal}`;

/** The delivery after one fact about it. */
export function deliveryAfter(before: Delivery | null, fact: Fact, at: Instant): Delivery {
  const is = before ?? { state: 'sending', code: '', due_at: null, at: null };
  const state = fact['state'] as DeliveryState;
  const code = String(fact['code'] ?? '');
  switch (fact.fact) {
    case 'message_scheduled':
      return { state: 'scheduled', code: '', due_at: fact['due_at'] as Instant, at };
    case 'delivery_asked':
      return is.state === 'scheduled' ? is : { ...is, state: 'sending', code: '', at };
    case 'delivery_ended':
      return REPORTED.includes(is.state) ? is : { ...is, state: fact['ending'] as DeliveryState, code, due_at: null, at };
    case 'delivery_recalled':
      return { ...is, state: 'recalled', code: fact['agent'] ? '' : 'answered', due_at: null, at };
    case 'delivery_moved':
      return is.state === 'scheduled' ? { ...is, due_at: fact['due_at'] as Instant } : is;
    case 'delivery_reported':
      if (state === 'failed') return ARRIVED.includes(is.state) ? is : { ...is, state, code, due_at: null, at };
      return REACHED[is.state] < REACHED[state] ? { ...is, state, code, due_at: null, at } : is;
    default:
      return is;
  }
}
