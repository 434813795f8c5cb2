/** Who is here, and what every page needs. */
import { ledOut, Problem, type Me } from '@hoolin/client';
import { Here } from '@hoolin/ui/svelte/here.svelte.ts';
import { createContext } from 'svelte';
import { Place } from './place.svelte.ts';
import { Words, type NamedReason } from './words.svelte.ts';

export class Shared extends Here {
  readonly words = new Words();
  readonly place = new Place();

  /** By which name one judges: as an agent, or as whoever has an account only. */
  get reviewer(): string {
    return this.me?.agent ?? `account:${this.me?.account}`;
  }

  /** A language in the address, or one chosen on this device, is stronger than the person's own. */
  protected async greet(me: Me): Promise<void> {
    if (!Words.chosen()) await this.words.use(me.language);
    void this.nameReasons();
  }

  /** Asked anew when the tree has changed; until it is told, and where it cannot be, reasons have the words that are known here. */
  async nameReasons(): Promise<void> {
    const told = await this.rest.ask<{ reasons: NamedReason[]; retired: NamedReason[] }>('GET', '/reasons/names').catch(() => null);
    if (told) this.words.callReasons([...told.retired, ...told.reasons]);
  }

  /** The code of a failure; whoever is no longer logged in is led to the door. */
  failed = (problem: unknown): string => {
    if (!(problem instanceof Problem)) throw problem;
    ledOut(problem);
    return problem.code;
  };
}
export const [useShared, setShared] = createContext<Shared>();
