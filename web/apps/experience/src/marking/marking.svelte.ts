/** Somebody judges: marks item by item, what shows it, and a note. Whatever is written is kept on this device until it is accepted. */
import type { Draft } from '../keeping/draft.ts';
import { inOrder, isFatal, running, type Items, type Line, type Mark, type Marks, type Scorecard } from '../shell/judged.ts';

export const NOTE_MAX = 4_000;

export interface Written {
  marks: Marks;
  /** By item, what shows it. */
  shown: Readonly<Record<string, string>>;
  note: string;
}
/** Whether something is what is written here. */
export const isWritten = ({ marks, shown, note }: Written): boolean =>
  Object.values(marks).every((mark) => mark === 0 || mark === 1 || mark === null) && Object.values(shown).every((one) => typeof one === 'string') && typeof note === 'string';
const NOTHING: Written = { marks: {}, shown: {}, note: '' };

export class Marking {
  readonly lines: readonly Line[];
  readonly items: Items;
  #written = $state.raw<Written>(NOTHING);
  #current = $state(0);
  #keeps = $state(true);
  #draft: Draft<Written>;
  readonly restored: boolean;

  /** begun: what it is begun with where there is no draft. */
  constructor(scorecard: Scorecard, items: Items, draft: Draft<Written>, begun: Written = NOTHING) {
    this.lines = inOrder(scorecard.lines, items);
    this.items = items;
    this.#draft = draft;
    const kept = draft.get();
    this.restored = kept !== null;
    this.#written = kept ?? begun;
    this.#current = Math.max(0, this.lines.findIndex(({ item }) => !(item in this.#written.marks)));
  }

  get marks(): Marks {
    return Object.fromEntries(this.lines.filter(({ item }) => item in this.#written.marks).map(({ item }) => [item, this.#written.marks[item]!]));
  }
  get note(): string {
    return this.#written.note;
  }
  set note(note: string) {
    this.#keep({ ...this.#written, note });
  }
  /** Where the keys go. */
  get current(): number {
    return this.#current;
  }
  get keeps(): boolean {
    return this.#keeps;
  }
  get score() {
    return running(this.lines, this.items, this.marks);
  }
  get missing(): Line[] {
    return this.lines.filter(({ item }) => !(item in this.#written.marks));
  }
  get begun(): boolean {
    return this.#written !== NOTHING && (Object.keys(this.#written.marks).length > 0 || this.note !== '' || Object.values(this.#written.shown).some(Boolean));
  }

  fatal = (item: string): boolean => isFatal(this.items, item);
  markOf = (item: string): Mark | undefined => this.#written.marks[item];
  shownBy = (item: string): string => this.#written.shown[item] ?? '';

  mark(item: string, mark: Mark): void {
    this.#keep({ ...this.#written, marks: { ...this.#written.marks, [item]: mark } });
  }
  show(item: string, what: string): void {
    this.#keep({ ...this.#written, shown: { ...this.#written.shown, [item]: what } });
  }
  /** A passage is taken as what shows the item that the keys are at. Gives which. */
  cite(what: string): Line | undefined {
    const line = this.lines[this.#current];
    if (line) this.show(line.item, [this.shownBy(line.item), what].filter(Boolean).join(' · '));
    return line;
  }

  go(to: number): void {
    this.#current = Math.min(Math.max(to, 0), this.lines.length - 1);
  }

  /** As it is sent: the note, and beneath it, item by item, what shows it. */
  whole(named: (item: string) => string): string {
    const shown = this.lines.filter(({ item }) => this.shownBy(item).trim()).map(({ item }) => `${named(item)}: ${this.shownBy(item).trim()}`);
    return [this.note.trim(), shown.join('\n')].filter(Boolean).join('\n\n');
  }

  /** Gives it to the server; whatever is written stays until it is accepted. */
  async send(how: (marks: Marks, note: string) => Promise<unknown>, named: (item: string) => string): Promise<void> {
    await how(this.marks, this.whole(named));
    this.forget();
  }

  forget(): void {
    this.#written = NOTHING;
    this.#draft.forget();
  }

  #keep(written: Written): void {
    this.#written = written;
    this.#keeps = this.#draft.keep(written);
  }
}
