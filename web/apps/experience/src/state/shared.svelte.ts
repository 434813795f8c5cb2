/** Who is here, and what every page needs. */
import { door, ledOut, Problem, Rest, type Me } from '@hoolin/client';
import { applyTheme, savedTheme, type Theme } from '@hoolin/ui/theme';
import { createContext } from 'svelte';
import { Place } from './place.svelte.ts';
import { Words } from './words.svelte.ts';

export type Standing = 'unknown' | 'in' | 'unreachable';

export class Shared {
  readonly rest = new Rest();
  readonly words = new Words();
  readonly place = new Place();
  #me = $state.raw<Me | null>(null);
  #standing = $state<Standing>('unknown');
  #theme = $state<Theme>(savedTheme(localStorage));
  #spoken = $state('');

  constructor() {
    applyTheme(document.documentElement, this.#theme);
  }

  get me(): Me | null {
    return this.#me;
  }

  /** By which name one judges: as an agent, or as whoever has an account only. */
  get reviewer(): string {
    return this.#me?.agent ?? `account:${this.#me?.account}`;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    applyTheme(document.documentElement, theme, localStorage);
  }

  /** What a screen reader is to say. */
  get spoken(): string {
    return this.#spoken;
  }
  say = (text: string): void => void (this.#spoken = text);

  may = (permission: string): boolean => this.#me?.permissions.includes(permission) ?? false;

  /** Without a session the page is left for the desk, which has the door and leads back here. */
  async check(): Promise<void> {
    try {
      const me = await this.rest.session();
      this.rest.as(me);
      if (!Words.chosen()) await this.words.use(me.language);
      this.#me = me;
      this.#standing = 'in';
    } catch (problem) {
      if (!ledOut(problem)) this.#standing = 'unreachable';
    }
  }

  /** The code of a failure; whoever is no longer logged in is led to the door. */
  failed = (problem: unknown): string => {
    if (!(problem instanceof Problem)) throw problem;
    ledOut(problem);
    return problem.code;
  };

  speak = async (language: string): Promise<void> => {
    await this.words.choose(language);
    await this.rest.setLanguage(language).catch(this.failed);
  };

  /** Fails with a `Problem` while one is still logged in: whoever believes to be out leaves the page to others. */
  leave = async (): Promise<void> => {
    try {
      await this.rest.logOut();
    } catch (problem) {
      if (ledOut(problem)) return;
      throw problem;
    }
    location.assign(door());
  };
}
export const [useShared, setShared] = createContext<Shared>();
