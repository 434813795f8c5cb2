/**
 * The one place where conversation, socket and storage meet. The panel reads `state` and `status` and calls the verbs;
 * it is told of every change.
 */

import { apply, begin, type Conversation, type Outgoing } from './conversation.ts';
import type { ComponentChild } from 'preact';
import type { Here } from '../ui/here.ts';
import type { Address, Attachment, FromPage, FromServer, Language } from './frames.ts';
import { browser, Link, type LinkStatus, type World } from './link.ts';
import { adopt, cut, drop, newest, next, retry, say, sent } from './outbox.ts';
import { Keeper } from './storage.ts';

/** The other side is told of typing at most this often. */
export const TYPING_MS = 3_000;
/** Whoever stops typing without saying so is taken to have stopped after this. */
export const TYPING_SHOWN_MS = 6_000;

/** What a page brings: the line that a new conversation joins, and a code to go on with. Undefined does not travel. */
export interface Brings {
  readonly queue?: string | undefined;
  readonly pass?: string | undefined;
}

export class Session {
  state: Conversation;
  status: LinkStatus = 'idle';
  language: Language;
  /** Told every frame besides: a call's, once there is one. */
  heard: ((frame: FromServer) => void) | undefined;
  /** What the panel shows above everything else: a call. */
  above: ((here: Here) => ComponentChild) | undefined;
  #link: Link;
  #listeners = new Set<() => void>();
  #typedAt: number | null = null;
  #stopWatching = (): void => {};

  constructor(
    url: string,
    language: Language,
    private readonly brings: Brings = {},
    private readonly keeper: Keeper = new Keeper(),
    private readonly world: World = browser,
  ) {
    const kept = keeper.read();
    this.language = language;
    this.state = begin(kept.token ?? newToken(), keeper.outbox(), kept.seen);
    keeper.write({ token: this.state.token });
    this.#link = new Link(
      url,
      {
        hello: () => this.#hello(),
        frame: (frame) => this.#frame(frame),
        status: (status) => this.#turned(status),
      },
      world,
    );
  }

  /** Whether the customer has said anything, here or on an earlier page. */
  get begun(): boolean {
    return this.keeper.used || this.state.met || this.state.outbox.length > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  wake = (): void => this.#link.wake();

  /** The browser says that the network is gone; believing it at once spares the customer ten seconds of hope. */
  offline = (): void => this.#link.cut();

  send = (frame: FromPage): boolean => this.#link.send(frame);

  /** The customer is known to the server by what they did, though nothing was written yet. */
  known(): void {
    this.keeper.use();
    this.#become({ ...this.state, met: true });
  }

  say(text: string, attachments: readonly Attachment[] = []): void {
    this.#become(say(this.state, newKey(), text, attachments, this.world.now()));
    this.#typedAt = null;
    this.#pump();
    this.#link.wake();
  }

  again(key: string): void {
    this.#become(retry(this.state, key, newKey()));
    this.#pump();
  }

  drop(key: string): void {
    this.#become(drop(this.state, key));
  }

  typing(on: boolean): void {
    const now = this.world.now();
    const told = this.#typedAt !== null && (!on || now - this.#typedAt < TYPING_MS);
    if (!this.state.met || told === on) return;
    this.#typedAt = on ? now : null;
    this.#link.send({ type: 'typing', on });
  }

  /** Everything shown so far has been seen. */
  seen(): void {
    const last = newest(this.state);
    if (!last || last.n <= this.state.read.customer || !this.#link.send({ type: 'read', ordinal: last.ordinal }))
      return;
    this.keeper.write({ seen: last.n });
    this.#become({ ...this.state, read: { ...this.state.read, customer: last.n } });
  }

  later(address: Address): void {
    this.#become({ ...this.state, address, trouble: null });
    this.#link.send({ type: 'later', ...address });
  }

  /** The operator's name, known before the first word from the public answer. */
  meet(operator: string): void {
    if (!this.state.operator) this.#become({ ...this.state, operator });
  }

  rename(value: string): void {
    this.#link.send({ type: 'name', value });
  }

  speak(language: Language): void {
    this.language = language;
    this.keeper.write({ language });
    if (this.begun) this.#link.send({ type: 'language', value: language });
    this.tell();
  }

  goodbye(): void {
    // For the customer it is over now, however long the other side still writes it up.
    if (this.#link.send({ type: 'goodbye' }))
      this.#become({ ...this.state, stage: 'wrap_up', person: null, typing: null });
  }

  /** Leaves the old conversation behind; the next message begins a new one. */
  restart(): void {
    this.#link.stop();
    this.keeper.forget(newToken());
    this.#anew(this.keeper.read().token!);
  }

  /**
   * Another page of this browser wrote: a conversation begun or left there is begun or left here. What counts is what is
   * kept now, not what the news said: they may be late.
   */
  shared = (): void => {
    const kept = this.keeper.stored();
    if (kept ? kept.token === this.state.token : this.state.outbox.length > 0) return;
    this.#link.stop();
    const token = kept?.token ?? newToken();
    if (!kept) this.keeper.lose(token);
    this.#anew(token, this.state.outbox, kept?.seen);
    if (kept) this.#link.wake();
  };

  #anew(token: string, outbox: readonly Outgoing[] = [], seen = 0): void {
    const { operator } = this.state;
    this.#become({ ...begin(token, outbox, seen), operator });
  }

  #hello() {
    const { token, since } = this.state;
    return { type: 'hello' as const, token, since, language: this.language, ...this.brings };
  }

  #frame(frame: FromServer): void {
    this.#become(apply(this.state, frame));
    this.heard?.(frame);
    if (frame.type === 'typing') {
      this.#stopWatching();
      this.#stopWatching = this.world.after(TYPING_SHOWN_MS, () => this.#become({ ...this.state, typing: null }));
    }
    if (frame.type !== 'welcome') this.#pump();
  }

  #turned(status: LinkStatus): void {
    this.status = status;
    if (status === 'up') {
      this.#become(adopt(this.state, this.keeper.outbox()));
      // What neither side knows anything of any more is not kept here either.
      if (!this.state.met && !this.state.outbox.length && this.keeper.used) this.keeper.forget(this.state.token);
      if (this.state.address) this.#link.send({ type: 'later', ...this.state.address });
      this.#pump();
    } else if (status === 'down') this.#become(cut(this.state));
    this.tell();
  }

  #pump(): void {
    const one = next(this.state);
    if (!one) return;
    const attachments = one.attachments.map(({ blob, name }) => ({ blob, name }));
    if (this.#link.send({ type: 'say', key: one.key, text: one.text, attachments })) {
      this.#become(sent(this.state, one.key));
    }
  }

  #become(state: Conversation): void {
    const was = this.state;
    if (state === was) return;
    this.state = state;
    // The token first: a message may only be let go once its conversation can be found again.
    if (state.token !== was.token) this.keeper.write({ token: state.token });
    if (state.outbox !== was.outbox) this.#keep(was.outbox, state.outbox);
    this.tell();
  }

  #keep(was: readonly Outgoing[], is: readonly Outgoing[]): void {
    for (const one of is) if (!was.some((other) => other.key === one.key)) this.keeper.put(one);
    for (const one of was) if (!is.some((other) => other.key === one.key)) this.keeper.remove(one.key);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** 256 random bits: whoever has the token has the conversation. */
const newToken = (): string => newKey() + newKey();

/** 128 random bits. `crypto.randomUUID` would do, but it is missing on pages without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
