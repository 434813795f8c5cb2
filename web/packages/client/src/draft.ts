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
  save(kind: DraftKind, text: string, revision: number): Promise<Draft>;
  changed(): void;
}

interface Mirror {
  text: string;
  revision: number;
}

const REST_MS = 800;

export class DraftKeeper {
  text = '';
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
    this.text = server?.text ?? '';
    this.savedAt = server?.saved_at ?? 0;
    this.saved = this.text ? 'saved' : 'empty';
    if (!mirror || mirror.text === this.text) return;
    // The mirror is only left behind when its text never reached the server.
    if (server?.text && mirror.revision < server.revision) this.other = server;
    this.text = mirror.text;
    this.#soon();
  }

  /** The person typed. */
  edit(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.#mirror();
    this.#soon();
  }

  /** It was sent, or thrown away. */
  clear(): void {
    this.other = null;
    this.edit('');
    this.#cancel();
    void this.flush();
  }

  /** Which of two drafts goes on: the one in the field, or the one from the other window. */
  choose(which: 'mine' | 'other'): void {
    const other = this.other;
    if (!other) return;
    this.other = null;
    this.#revision = other.revision;
    if (which === 'other') this.text = other.text;
    this.#mirror();
    this.#soon();
  }

  /** Save now if there is something to save: the hand rests, the page hides, or the connection is back. */
  async flush(): Promise<void> {
    if (this.#busy || this.other || !['unsaved', 'kept_here'].includes(this.saved)) return;
    const { text } = this;
    const revision = this.#revision + 1;
    this.#busy = true;
    this.#become('saving');
    try {
      this.#took(text, await this.#options.save(this.#options.kind, text, revision));
    } catch (error) {
      if (error instanceof Problem && error.status === 0) this.#unanswered = revision;
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  #took(text: string, draft: Draft): void {
    // The server answers a revision that it has with what it has. That is our own if an earlier answer was lost on the
    // way, else it is another window's, which asked for the same number first.
    if (draft.text !== text && draft.revision !== this.#unanswered) return this.#meet(draft);
    this.#revision = draft.revision;
    this.savedAt = draft.saved_at;
    if (this.text !== draft.text) return this.#soon();
    this.#options.keep.removeItem(this.#name);
    this.#become(text ? 'saved' : 'empty');
  }

  #failed(error: unknown): void {
    const newer = error instanceof Problem ? (error.body['draft'] as Draft | undefined) : undefined;
    if (newer && (newer.text === this.text || !newer.text)) {
      this.#revision = newer.revision;
      return newer.text === this.text ? this.#took(this.text, newer) : this.#soon();
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
      this.#options.keep.setItem(this.#name, JSON.stringify({ text: this.text, revision: this.#revision }));
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
