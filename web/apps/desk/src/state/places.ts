/** Where somebody was in each conversation, so that going to another and back loses nothing: how far they had read, and where they were writing. */
import type { DraftKind } from '@hoolin/client';

/** top: how far the log was scrolled while `first` was its first message; fromEnd: the same from below. */
export interface Reading {
  top: number;
  fromEnd: number;
  first: number;
}

export interface Place {
  reading: Reading | null;
  /** Which field was written in last, and where the caret or the selection stood in each. */
  kind: DraftKind | null;
  carets: Partial<Record<DraftKind, readonly [number, number]>>;
}

const PLACES_MAX = 200;

export class Places {
  #places = new Map<string, Place>();

  of(interaction: string): Place {
    const place = this.#places.get(interaction) ?? { reading: null, kind: null, carets: {} };
    this.#places.delete(interaction); // the last looked at is the last to be forgotten
    this.#places.set(interaction, place);
    if (this.#places.size > PLACES_MAX) this.#places.delete(this.#places.keys().next().value!);
    return place;
  }
}
