/**
 * What outlives the page: the token and the messages not yet sent. Nothing is written before the customer's first
 * message, and a browser that refuses storage costs nothing but the memory of it.
 *
 * Each unsent message has an entry of its own: two pages of one shop may write at once, and neither can overwrite what
 * the other has still to send.
 */

import type { Outgoing } from './conversation.ts';
import type { Language } from './frames.ts';

export const STORAGE_KEY = 'hoolin-chat';
const OUTBOX_KEY = `${STORAGE_KEY}:`;

export interface Kept {
  readonly token: string | null;
  readonly language: Language | null;
  /** The position up to which the customer has seen the messages; the server forgets it with the conversation. */
  readonly seen: number;
  /** Whether the panel stood open, so that the next page of the same shop shows it again. */
  readonly open: boolean;
  /** What stood in the composer when the page was left. */
  readonly draft: string;
}

const NOTHING: Kept = { token: null, language: null, seen: 0, open: false, draft: '' };

export class Keeper {
  #memory: Kept = NOTHING;
  #used: boolean;

  constructor(private readonly storage: () => Storage = () => localStorage) {
    this.#used = this.#try((place) => place.getItem(STORAGE_KEY)) != null;
  }

  /** Whether something is kept, here or by another page. */
  get used(): boolean {
    return this.#used;
  }

  /** Whether this tab is in a call. */
  get calls(): unknown {
    return this.#try(() => sessionStorage['hoolin-call']);
  }

  /** What is kept now, by whichever page; null where nothing is. */
  stored(): Kept | null {
    const kept = this.#parse<Kept>(STORAGE_KEY);
    if (!kept) return null;
    this.#used = true;
    return (this.#memory = { ...NOTHING, ...kept });
  }

  read(): Kept {
    return this.stored() ?? this.#memory;
  }

  write(change: Partial<Kept>): void {
    this.#memory = { ...this.read(), ...change };
    if (this.#used) this.#try((place) => place.setItem(STORAGE_KEY, JSON.stringify(this.#memory)));
  }

  /** Messages of this browser that no page has brought to the server yet, oldest first. */
  outbox(): Outgoing[] {
    const kept = this.#outboxKeys().map((name) => this.#parse<Outgoing>(name));
    return kept.filter((one) => one !== null).sort((one, other) => one.at - other.at);
  }

  /** From now on the customer is one who uses the chat, and the token is kept. */
  use(): void {
    if (this.#used) return;
    this.#used = true;
    this.write({});
  }

  /** Keeps a message until it is confirmed. With the first one the customer has begun to use the chat. */
  put(message: Outgoing): void {
    this.use();
    this.#try((place) => place.setItem(OUTBOX_KEY + message.key, JSON.stringify({ ...message, flying: false })));
  }

  remove(key: string): void {
    this.#try((place) => place.removeItem(OUTBOX_KEY + key));
  }

  /** The old conversation is left behind; `token` is for the one to come, and waits in memory. */
  forget(token: string): void {
    this.lose(token);
    // What is still unsent stays: it may be another page's, and only being confirmed or given up ends it.
    this.#try((place) => place.removeItem(STORAGE_KEY));
  }

  /** Another page has left the conversation behind. Nothing is removed here: it may have begun the next one already. */
  lose(token: string): void {
    this.#memory = { ...NOTHING, language: this.#memory.language, token };
    this.#used = false;
  }

  #outboxKeys(): string[] {
    return this.#try((place) => Object.keys(place).filter((name) => name.startsWith(OUTBOX_KEY))) ?? [];
  }

  #parse<Value>(name: string): Value | null {
    // Somebody else's writing under our name is treated as nothing.
    return this.#try((place) => JSON.parse(place.getItem(name) ?? 'null') as Value | null) ?? null;
  }

  #try<Value>(act: (place: Storage) => Value): Value | null {
    try {
      return act(this.storage());
    } catch {
      // Full or forbidden: the memory of this page has it.
      return null;
    }
  }
}
