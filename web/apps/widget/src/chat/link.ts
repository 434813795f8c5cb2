/**
 * One socket that keeps coming back. It knows nothing of conversations: it says hello, hands frames on, and tells
 * whether the line is up. Time and the socket itself are given, so that tests hold both in their hands.
 */

import type { FromPage, FromServer } from './frames.ts';

/** `idle` before it is wanted; `up` after the server's welcome. */
export type LinkStatus = 'idle' | 'connecting' | 'up' | 'down';

export interface LinkHooks {
  hello(): FromPage;
  frame(frame: FromServer): void;
  status(status: LinkStatus): void;
}

/** The few things of the browser that a link needs. */
export interface World {
  now(): number;
  random(): number;
  open(url: string): WebSocket;
  after(ms: number, run: () => void): () => void;
}

export const browser: World = {
  now: () => Date.now(),
  random: () => Math.random(),
  open: (url) => new WebSocket(url),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The first wait before another try; it doubles, and a random share of it is left out so that pages do not come at once. */
export const RETRY_MS = 500;
/** Nobody wants to wait longer than this for a line that is back. */
export const RETRY_MS_MAX = 20_000;
/** An answer owed for longer than this means that the line is dead, whatever the socket believes. */
export const ANSWER_MS_MAX = 10_000;
/** After so much silence the page asks whether anybody is there. */
export const SILENCE_MS_MAX = 25_000;
const LOOK_MS = 2_500;

export class Link {
  #socket: WebSocket | null = null;
  #status: LinkStatus = 'idle';
  #tries = 0;
  #heardAt = 0;
  #owedSince: number | null = null;
  #cancel: () => void = () => {};

  constructor(
    private readonly url: string,
    private readonly hooks: LinkHooks,
    private readonly world: World = browser,
  ) {}

  get status(): LinkStatus {
    return this.#status;
  }

  /** Connects now, whatever the back-off had in mind; harmless when the line is up or being made. */
  wake(): void {
    if (this.#socket) {
      this.#look();
      return;
    }
    this.#cancel();
    this.#say('connecting');
    try {
      this.#socket = this.world.open(this.url);
    } catch {
      this.#lost();
      return;
    }
    const socket = this.#socket;
    const mine = (run: () => void) => () => {
      if (this.#socket === socket) run();
    };
    this.#heardAt = this.#owedSince = this.world.now();
    socket.onopen = mine(() => socket.send(JSON.stringify(this.hooks.hello())));
    socket.onclose = socket.onerror = mine(() => this.#lost());
    socket.onmessage = (event) => mine(() => this.#heard(String(event.data)))();
    this.#watch();
  }

  /** Sends if the line is up; answers whether it did. */
  send(frame: FromPage): boolean {
    if (this.#status !== 'up' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    if (frame.type === 'say' || frame.type === 'ping') this.#owedSince ??= this.world.now();
    return true;
  }

  /** Hangs up at once and tries again by the back-off; `stop` also forgets that anybody wanted the line. */
  cut(): void {
    if (this.#socket) this.#lost();
  }

  stop(): void {
    this.#cancel();
    this.#close();
    this.#say('idle');
  }

  #heard(data: string): void {
    this.#heardAt = this.world.now();
    this.#owedSince = null;
    let frame: FromServer;
    try {
      frame = JSON.parse(data) as FromServer;
    } catch {
      return;
    }
    if (frame.type === 'welcome') this.#tries = 0;
    this.hooks.frame(frame);
    if (frame.type === 'welcome') this.#say('up');
  }

  #look(): void {
    const now = this.world.now();
    if (this.#owedSince !== null && now - this.#owedSince > ANSWER_MS_MAX) this.#lost();
    else if (now - this.#heardAt > SILENCE_MS_MAX) this.send({ type: 'ping' });
  }

  #watch(): void {
    this.#cancel = this.world.after(LOOK_MS, () => {
      this.#look();
      if (this.#socket) this.#watch();
    });
  }

  #lost(): void {
    this.#cancel();
    this.#close();
    const wait = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** this.#tries) * (0.5 + this.world.random() / 2);
    this.#tries += 1;
    this.#cancel = this.world.after(wait, () => this.wake());
    this.#say('down');
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#owedSince = null;
    if (socket && socket.readyState < 2) socket.close();
  }

  #say(status: LinkStatus): void {
    // While it tries again, the customer is told "down" and not a flicker of "connecting".
    if (status === this.#status || (status === 'connecting' && this.#status === 'down')) return;
    this.#status = status;
    this.hooks.status(status);
  }
}
