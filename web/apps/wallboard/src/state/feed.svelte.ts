/** Where the board comes from: asked for once, then sent every second; and how old the last one is. */
import { browserClock, ledOut, LiveSocket, Outbox, Rest, type Board, type Coverage, type Wire } from '@hoolin/client';

export type FeedState = 'waiting' | 'shown' | 'forbidden';

/** Sent every second; a board that is older than this is said to be old. */
export const STALE_MS = 5_000;

/** How often foretold waits held changes slowly. */
export const COVERAGE_MS = 60_000;

const NOWHERE = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

export class Feed {
  #board = $state.raw<Board | null>(null);
  #state = $state<FeedState>('waiting');
  #operator = $state('');
  #targets = $state.raw<ReadonlyMap<string, number>>(new Map());
  #heardAt = $state(0);
  #now = $state(Date.now());
  #coverage = $state.raw<Coverage | null>(null);
  #rest = new Rest();

  get board(): Board | null {
    return this.#board;
  }

  get state(): FeedState {
    return this.#state;
  }

  /** How often foretold waits held; null where this person may not see it, or it is not known yet. */
  get coverage(): Coverage | null {
    return this.#coverage;
  }

  get operator(): string {
    return this.#operator;
  }

  /** How soon each queue should be answered, in milliseconds. */
  get targets(): ReadonlyMap<string, number> {
    return this.#targets;
  }

  get now(): number {
    return this.#now;
  }

  /** The age of what is shown, in milliseconds; 0 while it is fresh. */
  get age(): number {
    const age = this.#now - this.#heardAt;
    return this.#board && age > STALE_MS ? age : 0;
  }

  /** Answers the language of whoever is logged in; without a session the page is left for the desk, which has the door. */
  async start(): Promise<string | null> {
    setInterval(() => (this.#now = Date.now()), 1_000);
    for (;;) {
      try {
        const me = await this.#rest.session();
        if (!me.permissions.includes('board.read')) {
          this.#state = 'forbidden';
          return me.language;
        }
        this.#listen();
        if (me.permissions.includes('reports.read')) this.#lookBack();
        return me.language;
      } catch (problem) {
        if (ledOut(problem)) return null;
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }
    }
  }

  #listen(): void {
    const url = new URL('/api/v1/live', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new LiveSocket({
      open: () => new WebSocket(url) as Wire,
      outbox: new Outbox(NOWHERE, ''),
      clock: browserClock,
      random: Math.random,
      newKey: () => '',
      events: {
        // A line that breaks again and again may mean that the session has ended; only the server knows.
        connection: (state, failures) => void (state === 'waiting' && failures % 3 === 2 && this.#ask()),
        live: (frame) => {
          if (frame.type !== 'snapshot') return;
          this.#operator = frame.desk.operator;
          this.#targets = new Map(frame.desk.queues.map(({ queue, target_ms }) => [queue, target_ms]));
        },
        other: (frame) => {
          if (frame.type === 'board') this.#show(frame.board);
        },
        answered: () => {},
      },
    });
    socket.wish({ type: 'board', on: true });
    socket.start();
    addEventListener('online', () => socket.wake());
    document.addEventListener('visibilitychange', () => document.hidden || socket.wake());
    void this.#ask();
  }

  #lookBack(): void {
    const look = (): void =>
      void this.#rest.coverage().then(
        (coverage) => (this.#coverage = coverage),
        // It is a line at the foot: the board does without.
        () => {},
      );
    look();
    setInterval(look, COVERAGE_MS);
  }

  async #ask(): Promise<void> {
    try {
      this.#show(await this.#rest.board());
    } catch (problem) {
      ledOut(problem);
    }
  }

  #show(board: Board): void {
    this.#board = board;
    this.#heardAt = this.#now = Date.now();
    this.#state = 'shown';
  }
}
