/** One judgement while it is made: the marks so far, what is missing, and sending it. */
import type { Draft } from '../keeping/draft.ts';
import type { Mark, Marks, Scorecard } from './told.ts';

export const isMarks = (kept: Marks): boolean => Object.values(kept).every((mark) => mark === 0 || mark === 1 || mark === null);

export class Judging {
  readonly card: Scorecard;
  #marks = $state.raw<Marks>({});
  #tried = $state(false);
  #sending = $state(false);
  #failure = $state('');
  #kept = $state(true);
  #draft: Draft<Marks>;

  constructor(card: Scorecard, draft: Draft<Marks>) {
    this.card = card;
    this.#draft = draft;
    this.#marks = draft.get() ?? {};
  }

  get marks(): Marks {
    return this.#marks;
  }
  get sending(): boolean {
    return this.#sending;
  }
  /** The code of what went wrong last; '' when nothing did. */
  get failure(): string {
    return this.#failure;
  }
  /** Whether this device keeps what is marked. */
  get kept(): boolean {
    return this.#kept;
  }
  /** Whether anything is marked. */
  get begun(): boolean {
    return Object.keys(this.#marks).length > 0;
  }
  /** Items that nothing is said of yet. */
  get missing(): string[] {
    return this.card.lines.map(({ item }) => item).filter((item) => !(item in this.#marks));
  }
  /** Whether this one should be pointed at: somebody tried to send without it. */
  lacks = (item: string): boolean => this.#tried && !(item in this.#marks);

  mark(item: string, mark: Mark): void {
    this.#marks = { ...this.#marks, [item]: mark };
    this.#kept = this.#draft.keep(this.#marks);
  }

  /** It is not to be sent any more. */
  forget(): void {
    this.#marks = {};
    this.#draft.forget();
  }

  /** True once the server has it. failed: gives the code of a failure. */
  async send(how: (marks: Marks) => Promise<unknown>, failed: (problem: unknown) => string): Promise<boolean> {
    this.#tried = true;
    if (this.#sending || this.missing.length) return false;
    this.#sending = true;
    this.#failure = '';
    try {
      await how(Object.fromEntries(this.card.lines.map(({ item }) => [item, this.#marks[item] ?? null])));
      this.#draft.forget();
      return true;
    } catch (problem) {
      this.#failure = failed(problem);
      return false;
    } finally {
      this.#sending = false;
    }
  }
}
