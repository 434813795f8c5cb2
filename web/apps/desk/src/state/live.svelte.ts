/** The live view of the desk: one socket, one reduced `Desk`, and what we asked for and wait to hear about. */
import {
  apply,
  browserClock,
  LiveSocket,
  Outbox,
  type AgentLine,
  type BreatherFrame,
  type Command,
  type Connection,
  type Desk,
  type DeskHears,
  type DraftKind,
  type FactFrame,
  type Offer,
  type PhoneFrame,
  type PhoneQuestion,
  type QueueLine,
  type Row,
  type SnapshotFrame,
  type Waiting,
  type Wire,
} from '@hoolin/client';
import { Bus, type DeskEvents } from './bus.ts';
import { easing } from './later.svelte.ts';
import type { Ticker } from './ticker.svelte.ts';

const HIDDEN_MS = 250; // a hidden page is not painted, and need not be computed sixty times a second

export class Live {
  readonly bus = new Bus<DeskEvents>();
  #desk = $state.raw<Desk | null>(null);
  #connection = $state<Connection>('stopped');
  #failures = $state(0);
  #breather = $state.raw<BreatherFrame | null>(null);
  #unanswered = $state.raw<readonly Waiting[]>([]);
  #latest: Desk | null = null;
  #due = false;
  #socket: LiveSocket;
  #outbox: Outbox;
  #ticker: Ticker;

  constructor(account: string, ticker: Ticker) {
    this.#ticker = ticker;
    this.#outbox = new Outbox(localStorage, account);
    this.#unanswered = this.#outbox.waiting;
    this.#socket = new LiveSocket({
      open: () => new WebSocket(`${location.origin.replace('http', 'ws')}/api/v1/live`) as unknown as Wire,
      outbox: this.#outbox,
      clock: browserClock,
      random: Math.random,
      newKey: () => crypto.randomUUID(),
      events: {
        connection: (state, failures) => this.#connected(state, failures),
        live: (frame) => this.#heard(frame),
        other: (frame) => this.#other(frame),
        answered: (key, command, answer) => {
          this.#unanswered = this.#outbox.waiting;
          this.bus.emit('answered', { key, command, answer });
        },
      },
    });
    addEventListener('online', () => this.#socket.wake());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#socket.wake());
  }

  get desk(): Desk | null {
    return this.#desk;
  }
  get connection(): Connection {
    return this.#connection;
  }
  /** One's own breather; null where the site has none. */
  get breather(): BreatherFrame | null {
    return this.#breather;
  }
  get failures(): number {
    return this.#failures;
  }
  get unanswered(): readonly Waiting[] {
    return this.#unanswered;
  }
  get myAgent(): string | null {
    return this.#desk?.me.agent ?? null;
  }
  get me(): AgentLine | undefined {
    return this.#desk?.agents.find((line) => line.agent === this.myAgent);
  }
  get offers(): Offer[] {
    return this.#desk?.offers.filter((offer) => offer.agent === this.myAgent) ?? [];
  }

  start = (): void => this.#socket.start();
  stop = (): void => this.#socket.stop();

  watch = (interaction: string | null): void => this.#socket.wish({ type: 'watch', interaction });
  typing = (interaction: string, on: boolean, kind: DraftKind): void => this.#socket.mention({ type: 'typing', interaction, on, kind });

  question = (asked: PhoneQuestion): Promise<PhoneFrame> => this.#socket.question(asked);

  row = (interaction: string): Row | undefined => this.#desk?.rows.find((row) => row.interaction === interaction);
  agentName = (agent: string | null): string => this.#desk?.agents.find((line) => line.agent === agent)?.name ?? '';
  queue = (code: string): QueueLine | undefined => this.#desk?.queues.find((line) => line.queue === code);

  ask(command: Command): string {
    const key = this.#socket.ask(command);
    this.#unanswered = this.#outbox.waiting;
    return key;
  }

  #connected(state: Connection, failures: number): void {
    this.#connection = state;
    if (state !== 'live') this.#breather = null; // told anew with the first words of a connection
    this.#failures = failures;
    this.bus.emit('connection', state);
  }

  #heard(frame: SnapshotFrame | FactFrame): void {
    if (frame.type === 'fact') this.#ticker.heard(frame.at);
    if (frame.type === 'fact' && !this.#latest) return; // nothing to apply it to: the snapshot is on its way
    this.#latest = apply(this.#latest!, frame);
    if (frame.type === 'snapshot') this.bus.emit('snapshot', frame.desk);
    else this.bus.emit('fact', frame);
    this.#publishSoon();
  }

  #other(frame: DeskHears): void {
    if (frame.type === 'typing') this.bus.emit('typing', frame);
    else if (frame.type === 'company') this.bus.emit('company', frame);
    else if (frame.type === 'phone') this.bus.emit('phone', frame);
    else if (frame.type === 'breather') {
      this.#breather = frame.on ? frame : null;
      if (frame.on) easing.fetch();
    }
  }

  /** However many facts come, the page is computed at most once a frame. */
  #publishSoon(): void {
    if (this.#due) return;
    this.#due = true;
    const publish = (): void => {
      if (!this.#due) return;
      this.#due = false;
      this.#desk = this.#latest;
      if (this.#latest) this.bus.emit('desk', this.#latest);
    };
    requestAnimationFrame(publish);
    setTimeout(publish, HIDDEN_MS);
  }
}
