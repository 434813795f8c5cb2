/**
 * A small site that keeps its word, behind a line that does not: it commits each message once per key, answers, replays
 * what came later, and its wire may break before or after any frame. Time is in the test's hand.
 */

import type { Attachment, ChatEvent, FromPage, FromServer } from '../src/chat/frames.ts';
import type { World } from '../src/chat/link.ts';

interface Committed {
  readonly n: number;
  readonly at: number;
  readonly event: ChatEvent;
}

export class FakeSite implements World {
  at = 1_000;
  /** What happens to the next frame on the wire, either way: it arrives, or the line breaks before it does. */
  breaks: (frame: FromPage | FromServer) => boolean = () => false;
  reachable = true;
  /** Under which token the conversation was begun. */
  token: string | null = null;
  #told: string | null = null;
  readonly journal: Committed[] = [];
  readonly heard: FromPage[] = [];
  #wire: FakeWire | null = null;
  #timers: { due: number; run: () => void }[] = [];
  #n = 100;
  #ordinal = 0;

  now = (): number => this.at;
  random = (): number => 1;
  after = (ms: number, run: () => void): (() => void) => {
    const timer = { due: this.at + ms, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  };
  open = (): WebSocket => {
    const wire = new FakeWire(this);
    this.#wire = wire;
    this.after(1, () => (this.reachable ? wire.onopen?.() : wire.drop()));
    return wire as unknown as WebSocket;
  };

  get connected(): boolean {
    return this.#wire !== null && this.#wire.readyState === 1;
  }

  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.due <= end).sort((one, other) => one.due - other.due)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.at = due.due;
      due.run();
    }
    this.at = end;
  }

  /** The page goes away without a word: its timers and its wire with it. */
  unload(): void {
    this.#timers = [];
    if (this.#wire) this.#wire.readyState = 3;
    this.#wire = null;
  }

  cut(): void {
    this.#wire?.drop();
  }

  /** Something happens at the desk. */
  happen(event: ChatEvent): void {
    const committed = { n: (this.#n += 1 + (this.#n % 3)), at: this.at, event };
    this.journal.push(committed);
    this.tell({ type: 'event', ...committed });
  }

  reply(text: string, from: 'agent' | 'system' = 'agent'): void {
    this.happen(this.message(from, text, null));
  }

  message(from: 'customer' | 'agent' | 'system', text: string, key: string | null): ChatEvent {
    const attachments: readonly Attachment[] = [];
    return { kind: 'message', ordinal: (this.#ordinal += 1), from, name: null, text, attachments, key };
  }

  tell(frame: FromServer): void {
    const wire = this.#wire;
    if (!wire || wire.readyState !== 1) return;
    if (this.breaks(frame)) wire.drop();
    else wire.onmessage?.({ data: JSON.stringify(frame) });
  }

  hear(frame: FromPage): void {
    this.heard.push(frame);
    if (frame.type === 'hello') {
      const known = frame.token === this.token;
      this.#told = frame.token;
      this.tell({
        type: 'welcome', token: known ? frame.token : null, language: frame.language, people: 2, conversation: null,
        operator: 'Põhjala Mobiil',
      }); // prettier-ignore
      if (known)
        for (const one of this.journal.filter(({ n }) => n > frame.since)) this.tell({ type: 'event', ...one });
    } else if (frame.type === 'say') this.#said(frame);
    else if (frame.type === 'later') this.happen({ kind: 'later' });
    else if (frame.type === 'ping') this.tell({ type: 'pong' });
  }

  #said({ key, text }: Extract<FromPage, { type: 'say' }>): void {
    const before = this.journal.find(({ event }) => event.kind === 'message' && event.key === key);
    this.token ??= this.#told;
    if (this.#told !== this.token) throw new Error('a second conversation');
    if (!before) this.happen(this.message('customer', text, key));
    const { n, event } = before ?? this.journal.at(-1)!;
    const ordinal = event.kind === 'message' ? event.ordinal : 0;
    this.tell({ type: 'accepted', key, n, ordinal });
  }
}

class FakeWire {
  readyState = 1;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readonly #site: FakeSite;

  constructor(site: FakeSite) {
    this.#site = site;
  }

  send(text: string): void {
    const frame = JSON.parse(text) as FromPage;
    // A frame travels, so its answer never comes while it is still being sent.
    this.#site.after(1, () => {
      if (this.readyState !== 1) return;
      if (this.#site.breaks(frame)) this.drop();
      else this.#site.hear(frame);
    });
  }

  close(): void {
    this.readyState = 3;
  }

  drop(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.();
  }
}

/** A browser's storage, as plain as it is: what is kept are its own properties. */
export function fakeStorage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return Object.hasOwn(this, key) ? this[key]! : null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  return Object.create(methods) as Storage;
}
