/** What is being written in one conversation: a reply and a note, each with its own draft, and the files for the reply. */
import { browserClock, DraftKeeper, Problem, type Attachment, type Draft, type DraftKind, type Rest, type SaidPromise, type Saved, type Typed } from '@hoolin/client';
import type { Live } from './live.svelte.ts';
import { Uploads } from './uploads.svelte.ts';

const TYPING_EVERY_MS = 3_000;

export class Writing {
  readonly uploads: Uploads;
  #versions = $state(0);
  #promises = $state.raw<readonly SaidPromise[]>([]);
  #promisesName: string;
  #keepers: Record<DraftKind, DraftKeeper>;
  #saidTypingAt = 0;
  #live: Live;
  #interaction: string;

  constructor(rest: Rest, live: Live, account: string, interaction: string, drafts: Draft[]) {
    this.#live = live;
    this.#interaction = interaction;
    this.uploads = new Uploads(rest, interaction);
    this.#promisesName = `hoolin.promises.${account}.${interaction}`;
    this.#promises = JSON.parse(localStorage.getItem(this.#promisesName) ?? '[]') as SaidPromise[];
    const keeper = (kind: DraftKind): DraftKeeper =>
      new DraftKeeper(
        {
          account,
          interaction,
          kind,
          keep: localStorage,
          clock: browserClock,
          save: (of, typed, revision) => rest.saveDraft(interaction, of, typed, revision),
          changed: () => void (this.#versions += 1),
        },
        drafts.find((draft) => draft.kind === kind) ?? null,
      );
    this.#keepers = { reply: keeper('reply'), note: keeper('note') };
  }

  /** The draft of one kind, as it is now. `other` is a newer one from another window, for a person to choose. */
  draft(kind: DraftKind): Typed & { saved: Saved; savedAt: number; other: Draft | null } {
    void this.#versions; // whoever reads a draft reads it again when it changes
    const { typed, saved, savedAt, other } = this.#keepers[kind];
    return { ...typed, saved, savedAt, other };
  }

  edit(kind: DraftKind, text: string): void {
    this.#keepers[kind].edit(text);
    this.#mentionTyping(text !== '', kind);
  }

  /** What stands above a letter. */
  editHead(head: Pick<Typed, 'subject' | 'cc'>): void {
    this.#keepers.reply.edit(this.#keepers.reply.text, head);
  }

  choose(kind: DraftKind, which: 'mine' | 'other'): void {
    this.#keepers[kind].choose(which);
  }

  /** What the reply promises: as long as it says so. */
  get promises(): readonly SaidPromise[] {
    const { text } = this.draft('reply');
    return this.#promises.filter(({ words }) => text.includes(words));
  }

  /** The sentence goes into the reply, and the promise is made when it is sent. */
  promise(one: SaidPromise): void {
    this.promiseAgain([one]);
    this.insert(one.words);
  }

  /** What stands in the reply already, since it was taken back, is promised when it is sent again. */
  promiseAgain(taken: readonly SaidPromise[]): void {
    this.#keep([...this.#promises.filter(({ words }) => !taken.some((one) => one.words === words)), ...taken]);
  }

  /** A line of its own, after what stands in the reply. */
  insert(line: string): void {
    const { text } = this.draft('reply');
    this.edit('reply', text && !text.endsWith('\n') ? `${text}\n${line}` : text + line);
  }

  #keep(promises: readonly SaidPromise[]): void {
    this.#promises = promises;
    if (promises.length) localStorage.setItem(this.#promisesName, JSON.stringify(promises));
    else localStorage.removeItem(this.#promisesName);
  }

  /** What was written has been sent. */
  sent(kind: DraftKind): void {
    this.#keepers[kind].clear();
    if (kind !== 'reply') return;
    this.#keep([]);
    this.uploads.clear();
    this.#mentionTyping(false, kind);
  }

  /** Words that could not be sent go back into the field, before whatever was begun since. */
  giveBack(kind: DraftKind, text: string): void {
    const keeper = this.#keepers[kind];
    keeper.edit(keeper.text ? `${text}\n${keeper.text}` : text);
  }

  /** A letter that was taken back is whole again: its text, what stood above it, and its files. */
  restore({ text, subject, cc }: Typed, files: Attachment[]): void {
    this.giveBack('reply', text);
    const { typed } = this.#keepers.reply;
    this.editHead({ subject: subject || typed.subject, cc: [...new Set([...cc, ...typed.cc])] });
    this.uploads.restore(files);
  }

  /** Save what is not saved: on leaving, on hiding, on coming back. */
  flush(): void {
    for (const keeper of Object.values(this.#keepers)) void keeper.flush();
  }

  #mentionTyping(on: boolean, kind: DraftKind): void {
    const now = Date.now();
    if (on && now - this.#saidTypingAt < TYPING_EVERY_MS) return;
    this.#saidTypingAt = on ? now : 0;
    this.#live.typing(this.#interaction, on, kind);
  }
}

export const problemCode = (problem: unknown): string => (problem instanceof Problem ? problem.code : 'other');
