/** What is being written in one conversation: a reply and a note, each with its own draft, and the files for the reply. */
import { browserClock, DraftKeeper, Problem, type Draft, type DraftKind, type Rest, type Saved } from '@hoolin/client';
import type { Live } from './live.svelte.ts';
import { Uploads } from './uploads.svelte.ts';

const TYPING_EVERY_MS = 3_000;

export class Writing {
  readonly uploads: Uploads;
  #kind = $state<DraftKind>('reply');
  #versions = $state(0);
  #keepers: Record<DraftKind, DraftKeeper>;
  #saidTypingAt = 0;
  #live: Live;
  #interaction: string;

  constructor(rest: Rest, live: Live, account: string, interaction: string, drafts: Draft[]) {
    this.#live = live;
    this.#interaction = interaction;
    this.uploads = new Uploads(rest, interaction);
    const keeper = (kind: DraftKind): DraftKeeper =>
      new DraftKeeper(
        {
          account,
          interaction,
          kind,
          keep: localStorage,
          clock: browserClock,
          save: (of, text, revision) => rest.saveDraft(interaction, of, text, revision),
          changed: () => void (this.#versions += 1),
        },
        drafts.find((draft) => draft.kind === kind) ?? null,
      );
    this.#keepers = { reply: keeper('reply'), note: keeper('note') };
    if (this.#keepers.note.text && !this.#keepers.reply.text) this.#kind = 'note';
  }

  get kind(): DraftKind {
    return this.#kind;
  }
  set kind(kind: DraftKind) {
    this.#kind = kind;
  }

  get text(): string {
    return this.#keeper.text;
  }
  get saved(): Saved {
    return this.#keeper.saved;
  }
  get savedAt(): number {
    return this.#keeper.savedAt;
  }
  /** A newer draft from another window, for a person to choose. */
  get other(): Draft | null {
    return this.#keeper.other;
  }

  edit(text: string): void {
    this.#keeper.edit(text);
    this.#versions += 1;
    if (this.#kind === 'reply') this.#mentionTyping(text !== '');
  }

  choose(which: 'mine' | 'other'): void {
    this.#keeper.choose(which);
  }

  /** What was written has been sent. */
  sent(): void {
    this.#keeper.clear();
    this.#versions += 1;
    if (this.#kind !== 'reply') return;
    this.uploads.clear();
    this.#mentionTyping(false);
  }

  /** Words that could not be sent go back into the field, before whatever was begun since. */
  giveBack(kind: DraftKind, text: string): void {
    const keeper = this.#keepers[kind];
    keeper.edit(keeper.text ? `${text}\n${keeper.text}` : text);
    this.#kind = kind;
    this.#versions += 1;
  }

  /** Save what is not saved: on leaving, on hiding, on coming back. */
  flush(): void {
    for (const keeper of Object.values(this.#keepers)) void keeper.flush();
  }

  get #keeper(): DraftKeeper {
    void this.#versions; // whoever reads a draft reads it again when it changes
    return this.#keepers[this.#kind];
  }

  #mentionTyping(on: boolean): void {
    const now = Date.now();
    if (on && now - this.#saidTypingAt < TYPING_EVERY_MS) return;
    this.#saidTypingAt = on ? now : 0;
    this.#live.typing(this.#interaction, on);
  }
}

export const problemCode = (problem: unknown): string => (problem instanceof Problem ? problem.code : 'other');
