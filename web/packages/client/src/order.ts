/** The order of a list that never jumps under the hand.

While somebody points at the list or moves in it, rows keep their places: changed ones are renewed where they stand, those
that left stay, marked as gone, and new ones are only counted. */
import type { QueueLine, Row } from './contract.ts';

export interface Placed {
  row: Row;
  gone: boolean;
}

export class FrozenOrder {
  shown: Placed[] = [];
  fresh = 0;
  frozen = false;
  #now: Row[] = [];

  /** The rows as they ought to be, best first. */
  update(rows: Row[]): void {
    this.#now = rows;
    if (!this.frozen) return this.refresh();
    const now = new Map(rows.map((row) => [row.interaction, row]));
    this.shown = this.shown.map(({ row }) => {
      const newer = now.get(row.interaction);
      now.delete(row.interaction);
      return { row: newer ?? row, gone: !newer };
    });
    this.fresh = now.size;
  }

  freeze(frozen: boolean): void {
    this.frozen = frozen;
    if (!frozen) this.refresh();
  }

  refresh(): void {
    this.shown = this.#now.map((row) => ({ row, gone: false }));
    this.fresh = 0;
  }
}

/** What is mine, most pressing first: wrap-ups run out; then whoever waits for my word, longest first; then the rest. */
export function byNeed(a: Row, b: Row): number {
  return need(a) - need(b) || (need(a) < 2 ? a.last_at - b.last_at : b.last_at - a.last_at);
}

const need = (row: Row): number =>
  row.state === 'wrap_up' ? 0 : row.last_from === 'customer' && row.state !== 'parked' ? 1 : row.state === 'parked' ? 3 : 2;

/** Who is next in line: the earliest promised answer. A step of priority counts as a minute, as queues have it at first. */
export function byPlace(queues: readonly QueueLine[]): (a: Row, b: Row) => number {
  const targets = new Map(queues.map((line) => [line.queue, line.target_ms]));
  const urgency = (row: Row): number => row.place_at + (targets.get(row.queue) ?? 0) - row.priority * 60_000;
  return (a, b) => urgency(a) - urgency(b);
}
