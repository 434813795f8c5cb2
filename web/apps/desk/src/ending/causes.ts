/** Causes on their way to the server: kept on this device until it has them, and sent in their order, so that no broken line takes one. */
import { Problem, type Rest } from '@hoolin/client';
import type { Desk } from '../state/desk.svelte.ts';
import type { CauseNote } from './contract.ts';

const AGAIN_MS = 5_000; // a socket may live while calls fail, and nobody tells when they are answered again

const LATER = [401, 429]; // out of the door, or asked too much at once: it is taken afterwards

interface Waiting {
  interaction: string;
  note: CauseNote;
}

export interface Noted {
  cause: string;
  noted: string[];
}

type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Causes {
  #sending: Promise<void> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #heard = new Map<Waiting, (noted: Noted | null) => void>();
  #waiting: Waiting[];
  #rest: Pick<Rest, 'ask'>;
  #name: string;
  #refused: (code: string) => void;
  #memory: Memory;

  /** account: whose they are. refused: told the code of one that the server does not take. */
  constructor(rest: Pick<Rest, 'ask'>, account: string, refused: (code: string) => void, memory: Memory = localStorage) {
    this.#rest = rest;
    this.#name = `hoolin.causes.${account}`;
    this.#refused = refused;
    this.#memory = memory;
    this.#waiting = kept(memory.getItem(this.#name));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Notes it now, or as soon as there is a line. Gives what is noted then; null where it was refused. */
  note(interaction: string, note: CauseNote): Promise<Noted | null> {
    const one = { interaction, note };
    this.#keep([...this.#waiting, one]);
    const answer = new Promise<Noted | null>((heard) => this.#heard.set(one, heard));
    void this.send();
    return answer;
  }

  /** Sends what waits, one after the other. */
  send = (): Promise<void> => (this.#sending ??= this.#send().finally(() => (this.#sending = null)));

  async #send(): Promise<void> {
    for (let one = this.#waiting[0]; one; one = this.#waiting[0]) {
      let noted: Noted | null = null;
      try {
        noted = await this.#rest.ask<Noted>('POST', `/conversations/${encodeURIComponent(one.interaction)}/cause`, one.note);
      } catch (problem) {
        // Nobody answered, or they could not: it waits. A refusal is final.
        if (!(problem instanceof Problem) || problem.status === 0 || problem.status >= 500 || LATER.includes(problem.status)) return this.#later();
        this.#refused(problem.code);
      }
      this.#keep(this.#waiting.filter((other) => other !== one));
      this.#heard.get(one)?.(noted);
      this.#heard.delete(one);
    }
  }

  #later(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.send(), AGAIN_MS);
  }

  #keep(waiting: Waiting[]): void {
    this.#waiting = waiting;
    try {
      if (waiting.length) this.#memory.setItem(this.#name, JSON.stringify(waiting));
      else this.#memory.removeItem(this.#name);
    } catch {
      // A device without room for it: this page has it, and sends it.
    }
  }
}

/** What another day, or another version, left there. */
function kept(text: string | null): Waiting[] {
  try {
    const found = JSON.parse(text ?? '[]') as Waiting[];
    return Array.isArray(found) ? found.filter((one) => typeof one?.interaction === 'string' && typeof one.note === 'object') : [];
  } catch {
    return [];
  }
}

const ofDesk = new WeakMap<Desk, Causes>();

/** The causes of this desk that are on their way; they leave as soon as there is a line. */
export function causesOf(desk: Desk): Causes {
  const { rest, notices, words } = desk.shared;
  let causes = ofDesk.get(desk);
  if (!causes) {
    const made = new Causes(rest, desk.live.desk?.me.account ?? '', (code) => notices.say(words.error(code), true));
    desk.live.bus.on('connection', (state) => state === 'live' && void made.send());
    void made.send();
    ofDesk.set(desk, (causes = made));
  }
  return causes;
}
