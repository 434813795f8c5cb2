/** Something that is written and sent once: it stays on this device until it has been sent. */
import type { Draft } from '../keeping/draft.ts';
import { same } from '../keeping/merge.ts';

export class Sheet<T> {
  #draft: Draft<T>;
  /** What stands there while nothing is written. */
  #empty = $state.raw() as T;
  #value = $state.raw() as T;

  constructor(draft: Draft<T>, empty: T) {
    this.#draft = draft;
    this.#empty = empty;
    this.#value = draft.get() ?? empty;
  }

  get value(): T {
    return this.#value;
  }
  set value(value: T) {
    this.#value = value;
    if (same(value, this.#empty)) this.#draft.forget();
    else this.#draft.keep(value);
  }
  get begun(): boolean {
    return !same(this.#value, this.#empty);
  }

  forget(): void {
    this.sent(this.#empty);
  }
  /** It was sent, and stands there from now on. */
  sent(value: T): void {
    this.#empty = value;
    this.#value = value;
    this.#draft.forget();
  }
}
