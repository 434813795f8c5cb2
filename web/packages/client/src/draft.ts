/** One draft: what an agent has begun to write in one conversation, as a reply or as a note.

It lives in three places. The field shows `text`; this device mirrors it at each key; the server gets it when the hand
rests. Nothing that comes from elsewhere ever replaces what the field shows: a newer draft from another window is laid
beside it as `other`, and a person chooses. */
import type { Draft, DraftKind } from './contract.ts';
import type { Keep } from './outbox.ts';
import { Problem } from './rest.ts';
import type { Clock } from './socket.ts';

export type Saved = 'empty' | 'unsaved' | 'saving' | 'saved' | 'kept_here';

export interface DraftOptions {
  account: string;
  interaction: string;
  kind: DraftKind;
  keep: Keep;
  clock: Clock;
  save(kind: DraftKind, typed: Typed, revision: number): Promise<Draft>;
  changed(): void;
}

/** What is kept: the text, and of a letter what stands above it. */
export type Typed = Pick<Draft, 'text' | 'subject' | 'cc'>;
type Head = Omit<Typed, 'text'>;

type Mirror = { text: string; revision: number } & Partial<Head>;

const NO_HEAD: Head = { subject: '', cc: [] };
const same = (one: Typed, other: Typed): boolean =>
  one.text === other.text && one.subject === other.subject && one.cc.join('\n') === other.cc.join('\n');
const isEmpty = ({ text, subject, cc }: Typed): boolean => !text && !subject && !cc.length;
const typedOf = ({ text, subject = '', cc = [] }: Partial<Head> & { text: string }): Typed => ({ text, subject, cc });

const REST_MS = 800;

export class DraftKeeper {
  text = '';
  head: Head = NO_HEAD;
  saved: Saved = 'empty';
  savedAt = 0;
  other: Draft | null = null;
  #revision = 0;
  #unanswered = 0;
  #options: DraftOptions;
  #name: string;
  #cancel = (): void => {};
  #busy = false;

  constructor(options: DraftOptions, server: Draft | null) {
    this.#options = options;
    this.#name = `hoolin.draft.${options.account}.${options.interaction}.${options.kind}`;
    const mirror = readMirror(options.keep, this.#name);
    this.#revision = server?.revision ?? 0;
    if (server) this.#lay(server);
    this.savedAt = server?.saved_at ?? 0;
    this.saved = isEmpty(this.typed) ? 'empty' : 'saved';
    if (!mirror || same(typedOf(mirror), this.typed)) return;
    // The mirror is only left behind when its text never reached the server.
    if (server && !isEmpty(server) && mirror.revision < server.revision) this.other = server;
    this.#lay(typedOf(mirror));
    this.#soon();
  }

  get typed(): Typed {
    return { text: this.text, ...this.head };
  }

  /** The person typed. */
  edit(text: string, head: Head = this.head): void {
    if (same({ text, ...head }, this.typed)) return;
    this.#lay({ text, ...head });
    this.#mirror();
    this.#soon();
  }

  #lay({ text, subject, cc }: Typed): void {
    this.text = text;
    this.head = { subject, cc };
  }

  /** It was sent, or thrown away. */
  clear(): void {
    this.other = null;
    this.edit('', NO_HEAD);
    this.#cancel();
    void this.flush();
  }

  /** Which of two drafts goes on: the one in the field, or the one from the other window. */
  choose(which: 'mine' | 'other'): void {
    const other = this.other;
    if (!other) return;
    this.other = null;
    this.#revision = other.revision;
    if (which === 'other') this.#lay(other);
    this.#mirror();
    this.#soon();
  }

  /** Save now if there is something to save: the hand rests, the page hides, or the connection is back. */
  async flush(): Promise<void> {
    if (this.#busy || this.other || !['unsaved', 'kept_here'].includes(this.saved)) return;
    const { typed } = this;
    const revision = this.#revision + 1;
    this.#busy = true;
    this.#become('saving');
    try {
      this.#took(typed, await this.#options.save(this.#options.kind, typed, revision));
    } catch (error) {
      if (error instanceof Problem && error.status === 0) this.#unanswered = revision;
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  #took(typed: Typed, draft: Draft): void {
    // The server answers a revision that it has with what it has. That is our own if an earlier answer was lost on the
    // way, else it is another window's, which asked for the same number first.
    if (!same(draft, typed) && draft.revision !== this.#unanswered) return this.#meet(draft);
    this.#revision = draft.revision;
    this.savedAt = draft.saved_at;
    if (!same(this.typed, draft)) return this.#soon();
    this.#options.keep.removeItem(this.#name);
    this.#become(isEmpty(typed) ? 'empty' : 'saved');
  }

  #failed(error: unknown): void {
    const newer = error instanceof Problem ? (error.body['draft'] as Draft | undefined) : undefined;
    if (newer && (same(newer, this.typed) || isEmpty(newer))) {
      this.#revision = newer.revision;
      return same(newer, this.typed) ? this.#took(this.typed, newer) : this.#soon();
    }
    if (newer) this.#meet(newer);
    else this.#become('kept_here');
  }

  #meet(other: Draft): void {
    this.other = other;
    this.#become('kept_here');
  }

  #soon(): void {
    this.#become('unsaved');
    this.#cancel();
    this.#cancel = this.#options.clock.after(REST_MS, () => void this.flush());
  }

  #mirror(): void {
    try {
      this.#options.keep.setItem(this.#name, JSON.stringify({ ...this.typed, revision: this.#revision }));
    } catch {
      // Without storage the server's copy and the field remain.
    }
  }

  #become(saved: Saved): void {
    this.saved = saved;
    this.#options.changed();
  }
}

function readMirror(keep: Keep, name: string): Mirror | null {
  try {
    return JSON.parse(keep.getItem(name) ?? 'null') as Mirror | null;
  } catch {
    return null;
  }
}

/** Words that came back (a refused note): laid where the next opening of that conversation finds them. */
export function leaveDraft(keep: Keep, account: string, interaction: string, kind: DraftKind, text: string): void {
  keep.setItem(`hoolin.draft.${account}.${interaction}.${kind}`, JSON.stringify({ text, revision: 0 }));
}
