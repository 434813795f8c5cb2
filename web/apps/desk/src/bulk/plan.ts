/** What is asked of each of several conversations, and what undoes it. */
import type { Command, Outcome, Row } from '@hoolin/client';

export type Wish =
  | { what: 'take' }
  | { what: 'hand'; to: { queue: string } | { to_agent: string } }
  | { what: 'defer'; at: number; wakes: boolean }
  | { what: 'close'; outcome: Outcome; reasons: string[] };

/** A conversation before anything was asked of it. put_off: until when it was, if it was by us. */
export interface Before {
  row: Row;
  put_off?: { due_at: number; wakes: boolean } | undefined;
}

/** What is known here without asking: what only waits cannot be handed on, and what is ours need not be taken. */
export type Unasked = 'waits' | 'already';

const IN_LINE: readonly Row['state'][] = ['waiting', 'offered', 'deferred'];

export function commandFor(wish: Wish, { row }: Before, me: string): Command | Unasked {
  const { interaction } = row;
  const inLine = IN_LINE.includes(row.state);
  switch (wish.what) {
    case 'take':
      if (inLine) return { command: 'take', interaction };
      return row.agent === me ? 'already' : { command: 'transfer', interaction, to_agent: me, note: '' };
    case 'hand':
      return inLine ? 'waits' : { command: 'transfer', interaction, ...wish.to, note: '' };
    case 'defer':
      return { command: 'defer', interaction, due_at: wish.at, wakes: wish.wakes };
    case 'close':
      return { command: 'close', interaction, outcome: wish.outcome, reasons: wish.reasons };
  }
}

/** The commands that bring it back as it was, in order; none where nothing does. What has ended never begins again. */
export function undoing(wish: Wish, { row, put_off }: Before, me: string): Command[] {
  const { interaction } = row;
  const take: Command = { command: 'take', interaction };
  const defer: Command[] = put_off ? [{ command: 'defer', interaction, ...put_off }] : [];
  const held: Command[] = row.state === 'held' ? [{ command: 'hold', interaction }] : row.state === 'parked' ? [{ command: 'park', interaction }] : [];
  if (wish.what === 'close') return [];
  if (wish.what === 'take') {
    if (row.state === 'deferred') return defer;
    return IN_LINE.includes(row.state) ? [{ command: 'transfer', interaction, queue: row.queue, note: '' }] : [];
  }
  if (wish.what === 'defer' && row.state === 'deferred') return defer;
  return row.agent === me ? [take, ...held] : [];
}
