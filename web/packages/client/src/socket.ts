/** The desk's live connection: always coming back, never asking for the same fact twice, never losing what was asked.

    connecting ──open──▶ live ──closed──▶ waiting ──back-off──▶ connecting

After `hello` with the last position applied, the server sends what came later; a fact at or below that position is
dropped. Commands stay in the outbox until answered and are sent again, with their keys, after each reconnection. A few
are in flight at a time, so that a long queue after an outage does not look like a flood. */
import type { Command, DeskHears, DeskSays, FactFrame, PhoneFrame, PhoneQuestion, SnapshotFrame } from './contract.ts';
import type { Outbox } from './outbox.ts';

export type Connection = 'connecting' | 'live' | 'waiting' | 'stopped';

export interface Wire {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface Clock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export interface Answer {
  accepted: boolean;
  n: number;
  code: string;
  detail: Record<string, unknown>;
}

export interface SocketEvents {
  connection(state: Connection, failures: number): void;
  live(frame: SnapshotFrame | FactFrame): void;
  other(frame: DeskHears): void;
  answered(key: string, command: Command, answer: Answer): void;
}

export interface SocketOptions {
  open(): Wire;
  outbox: Outbox;
  clock: Clock;
  random(): number;
  newKey(): string;
  events: SocketEvents;
}

const BACKOFF_MS = [300, 1_000, 2_000, 4_000, 8_000, 15_000];
const PING_MS = 15_000;
const SILENCE_MS_MAX = 10_000; // after a ping, before the line counts as dead
const IN_FLIGHT_MAX = 8;
const QUESTION_MS = 20_000; // an offer of sound is worked out by a media engine; longer, and it will not come

/** Why a question came to nothing: its code. */
export class Unanswered extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Question {
  answered(frame: PhoneFrame): void;
  refused(code: string): void;
}

export class LiveSocket {
  #options: SocketOptions;
  #wire: Wire | null = null;
  #position: number | null = null;
  #connection: Connection = 'stopped';
  #failures = 0;
  #inFlight = new Set<string>();
  #wishes = new Map<string, DeskSays>();
  #questions = new Map<string, Question>();
  #cancelRetry = (): void => {};
  #cancelPing = (): void => {};

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get position(): number | null {
    return this.#position;
  }

  get connection(): Connection {
    return this.#connection;
  }

  start(): void {
    if (this.#connection === 'stopped') this.#connect();
  }

  stop(): void {
    this.#cancelRetry();
    this.#drop();
    this.#become('stopped');
  }

  /** The network is said to be back, or somebody looks at the page again: do not wait for the back-off. */
  wake(): void {
    if (this.#connection === 'waiting') this.#connect();
    else if (this.#connection === 'live') this.#ping();
  }

  /** What this page wants to be told (`watch`, `floor`, `board`): said now, and again after each reconnection. */
  wish(frame: Extract<DeskSays, { type: 'watch' | 'floor' | 'board' }>): void {
    this.#wishes.set(frame.type, frame);
    if (this.#connection === 'live') this.#say(frame);
  }

  /** Ask for something; the answer comes to `events.answered`, perhaps much later. The key names it until then. */
  ask(command: Command, key = this.#options.newKey()): string {
    this.#options.outbox.add({ key, command, at: this.#options.clock.now() });
    this.#flush();
    return key;
  }

  /** Ask the telephone. What cannot be asked now is not asked later: sound is for this moment. Fails with `Unanswered`. */
  question(asked: PhoneQuestion): Promise<PhoneFrame> {
    if (this.#connection !== 'live') return Promise.reject(new Unanswered('offline'));
    const key = this.#options.newKey();
    return new Promise((resolve, reject) => {
      const settle = (): void => (cancel(), void this.#questions.delete(key));
      const refused = (code: string): void => (settle(), reject(new Unanswered(code)));
      const cancel = this.#options.clock.after(QUESTION_MS, () => refused('timed_out'));
      this.#questions.set(key, { answered: (frame) => (settle(), resolve(frame)), refused });
      this.#say({ ...asked, key });
    });
  }

  /** Said only when somebody can hear it; nothing is lost when not. */
  mention(frame: Extract<DeskSays, { type: 'typing' }>): void {
    if (this.#connection === 'live') this.#say(frame);
  }

  #connect(): void {
    this.#cancelRetry();
    this.#become('connecting');
    const wire = this.#options.open();
    this.#wire = wire;
    wire.onopen = () => {
      this.#say({ type: 'hello', since: this.#position });
      for (const wish of this.#wishes.values()) this.#say(wish);
      this.#become('live');
      this.#schedulePing();
      this.#flush();
    };
    wire.onmessage = ({ data }) => this.#hear(JSON.parse(data) as DeskHears);
    wire.onclose = () => this.#lost();
  }

  #lost(): void {
    this.#drop();
    const step = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)]!;
    this.#failures += 1;
    this.#become('waiting');
    // Half fixed, half by chance: a restarted server is not met by everybody at once.
    this.#cancelRetry = this.#options.clock.after(step * (0.5 + this.#options.random() / 2), () => this.#connect());
  }

  #drop(): void {
    this.#cancelPing();
    this.#inFlight.clear();
    for (const one of [...this.#questions.values()]) one.refused('offline');
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
  }

  #hear(frame: DeskHears): void {
    this.#failures = 0; // only now: a server that lets us in and hangs up at once is a failure too
    this.#schedulePing();
    switch (frame.type) {
      case 'snapshot':
        this.#position = frame.n;
        return this.#options.events.live(frame);
      case 'fact':
        if (this.#position !== null && frame.n <= this.#position) return;
        this.#position = frame.n;
        return this.#options.events.live(frame);
      case 'accepted':
        return this.#answered(frame.key, { accepted: true, n: frame.n, code: '', detail: {} });
      case 'phone': {
        const asked = frame.key === null ? undefined : this.#questions.get(frame.key);
        return asked ? asked.answered(frame) : this.#options.events.other(frame);
      }
      case 'refused':
        if (this.#questions.has(frame.key)) return this.#questions.get(frame.key)!.refused(frame.code);
        return this.#answered(frame.key, { accepted: false, n: 0, code: frame.code, detail: frame.detail ?? {} });
      default:
        return this.#options.events.other(frame);
    }
  }

  #answered(key: string, answer: Answer): void {
    this.#inFlight.delete(key);
    const waiting = this.#options.outbox.remove(key);
    if (waiting) this.#options.events.answered(key, waiting.command, answer);
    this.#flush();
  }

  #flush(): void {
    if (this.#connection !== 'live') return;
    for (const { key, command } of this.#options.outbox.waiting) {
      if (this.#inFlight.size >= IN_FLIGHT_MAX) return;
      if (this.#inFlight.has(key)) continue;
      this.#inFlight.add(key);
      this.#say({ type: 'do', key, command });
    }
  }

  #schedulePing(): void {
    this.#cancelPing();
    this.#cancelPing = this.#options.clock.after(PING_MS, () => this.#ping());
  }

  #ping(): void {
    this.#say({ type: 'ping' });
    this.#cancelPing();
    this.#cancelPing = this.#options.clock.after(SILENCE_MS_MAX, () => this.#lost());
  }

  #say(frame: DeskSays): void {
    this.#wire?.send(JSON.stringify(frame));
  }

  #become(state: Connection): void {
    this.#connection = state;
    this.#options.events.connection(state, this.#failures);
  }
}
