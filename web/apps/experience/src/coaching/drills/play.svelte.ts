/** A play under way. The server keeps none: all turns are sent each time, and they stay on this device until it is over. */
import { Problem } from '@hoolin/client';
import type { Language } from '@hoolin/ui/i18n';
import { Draft, type Storage } from '../../keeping/draft.ts';
import type { Sent } from './ask.ts';
import type { Conversation, Sealed, Turn } from './told.ts';

interface Kept {
  language: Language;
  seed: number;
  number: number | null;
  turns: Turn[];
  said?: Sealed[];
  text: string;
  name?: string;
}
/** By chance; kept again after an answer that was lost, it is the same play. */
const newName = (): string => `y${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
const sound = (kept: Kept): boolean => Array.isArray(kept.turns) && typeof kept.seed === 'number' && typeof kept.text === 'string';

export class Play {
  #go: (sent: Sent) => Promise<Conversation>;
  #draft: Draft<Kept>;
  #number: number | null;
  #language = $state<Language>('et');
  #seed = 0;
  #turns: Turn[] = [];
  #said: Sealed[] = [];
  #name = newName();
  #beginning: Promise<unknown> | null = null;
  #told = $state.raw<Conversation | null>(null);
  #text = $state('');
  #busy = $state(false);
  #failure = $state.raw<Problem | null>(null);

  /** go: asks the server. name: under which it is kept on this device. number: of the drill's version, null of a draft. */
  constructor(go: (sent: Sent) => Promise<Conversation>, storage: Storage, name: string, number: number | null, language: Language) {
    this.#go = go;
    this.#draft = new Draft(storage, name, sound);
    this.#number = number;
    this.#language = language;
  }

  get told(): Conversation | null {
    return this.#told;
  }
  get busy(): boolean {
    return this.#busy;
  }
  get failure(): Problem | null {
    return this.#failure;
  }
  get language(): Language {
    return this.#language;
  }
  /** What is being written. */
  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    this.#text = text;
    this.#keep();
  }
  /** Under which it is kept, once. */
  get name(): string {
    return this.#name;
  }
  get sent(): Sent {
    return { language: this.#language, seed: this.#seed, number: this.#number, turns: this.#turns, said: this.#said };
  }

  /** Goes on where it was left on this device, unless the drill was changed since. */
  async open(): Promise<void> {
    const kept = this.#draft.get();
    if (kept && kept.number === this.#number) {
      this.#language = kept.language;
      this.#seed = kept.seed;
      this.#text = kept.text;
      this.#name = kept.name ?? this.#name;
      await this.#ask(kept.turns, kept.said ?? []);
    } else await this.anew();
  }

  /** From the beginning, with other lines; in another language where one is given. */
  async anew(language = this.#language): Promise<void> {
    this.#language = language;
    this.#seed = crypto.getRandomValues(new Uint32Array(1))[0]! % 2 ** 31;
    this.#text = '';
    this.#name = newName();
    this.#beginning = this.#ask([], []);
    try {
      await this.#beginning;
    } finally {
      this.#beginning = null;
    }
  }

  /** Says what is written, once; at the beginning as soon as the customer has begun: whoever writes on while the customer answers writes their next words. What could not be said stands there again, before those. */
  async say(): Promise<void> {
    if (this.#beginning) await this.#beginning;
    const said = this.#text;
    if (!said.trim() || this.#busy || this.#told?.end) return;
    this.text = '';
    if (!(await this.#ask([...this.#turns, { text: said.trim() }]))) this.text = this.#text ? `${said}\n${this.#text}` : said;
  }

  /** Says nothing; what is being written stays. */
  async wait(): Promise<void> {
    if (!this.#busy) await this.#ask([...this.#turns, { text: '' }]);
  }

  /** The last turn was meant otherwise. */
  async mean(moves: string[]): Promise<void> {
    const last = this.#turns.at(-1);
    if (last) await this.#ask([...this.#turns.slice(0, -1), { ...last, meant: moves }]);
  }

  /** Once it is kept elsewhere, or nobody wants it. */
  forget(): void {
    this.#draft.forget();
  }

  /** said: in the answers before the newest, which is answered anew. */
  async #ask(turns: Turn[], said = this.#said.slice(0, turns.length)): Promise<boolean> {
    this.#busy = true;
    this.#failure = null;
    try {
      this.#told = await this.#go({ ...this.sent, turns, said });
      this.#turns = turns;
      this.#said = this.#told.said ?? [];
      this.#keep();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failure = problem;
      return false;
    } finally {
      this.#busy = false;
    }
  }

  #keep(): void {
    this.#draft.keep({ language: this.#language, seed: this.#seed, number: this.#number, turns: this.#turns, said: this.#said, text: this.#text, name: this.#name });
  }
}
