/** A clock, a wire and a storage that do exactly what a test says. */
import type { Clock, DeskHears, DeskSays, Keep, Row, Wire } from '../src/index.ts';

export class FakeClock implements Clock {
  at = 1_000;
  #timers: { due: number; run: () => void }[] = [];

  now = (): number => this.at;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { due: this.at + ms, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.at = next.due;
      next.run();
    }
    this.at = end;
  }
}

export class FakeWire implements Wire {
  said: DeskSays[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.said.push(JSON.parse(text) as DeskSays);
  }

  close(): void {
    this.closed = true;
  }

  hear(frame: DeskHears): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

export class FakeKeep implements Keep {
  held = new Map<string, string>();
  getItem = (key: string): string | null => this.held.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.held.set(key, value);
  removeItem = (key: string): void => void this.held.delete(key);
}

export const row = (interaction: string, changes: Partial<Row> = {}): Row => ({
  interaction,
  customer: `customer-${interaction}`,
  case: `case-${interaction}`,
  name: 'Mari',
  channel: 'chat',
  queue: 'service',
  language: 'et',
  state: 'waiting',
  agent: null,
  place_at: 0,
  arrived_at: 0,
  last_at: 0,
  last_from: 'customer',
  snippet: '',
  unread: 0,
  last_ordinal: 0,
  priority: 0,
  customer_here: true,
  answer_later: false,
  wrap_up_due_at: null,
  ...changes,
});
