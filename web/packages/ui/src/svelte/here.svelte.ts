/** Who is here in an app that has a session, and how it looks to them; each app adds what only it has. */
import { door, forgetOthers, ledOut, Rest, type Me } from '@hoolin/client';
import { applyTheme, savedTheme, type Theme } from '../theme.ts';

interface Speaks {
  choose(language: string): Promise<void>;
}

export abstract class Here {
  readonly rest = new Rest();
  #me = $state.raw<Me | null>(null);
  #unreachable = $state(false);
  #theme = $state<Theme>(savedTheme(localStorage));
  #spoken = $state('');

  constructor() {
    applyTheme(document.documentElement, this.#theme);
  }

  protected abstract words: Speaks;

  /** null until it is known. */
  get me(): Me | null {
    return this.#me;
  }

  get standing(): 'unknown' | 'in' | 'unreachable' {
    if (this.#unreachable) return 'unreachable';
    return this.#me ? 'in' : 'unknown';
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
      forgetOthers(localStorage, me.account);
      await this.greet(me);
      this.#me = me;
      this.#unreachable = false;
    } catch (problem) {
      this.#unreachable = !ledOut(problem);
    }
  }

  /** Before anything is shown to them: in their language. */
  protected abstract greet(me: Me): Promise<void>;

  speak = async (language: string): Promise<void> => {
    await this.words.choose(language);
    await this.rest.setLanguage(language).catch(ledOut);
  };

  /** Fails with a `Problem` while one is still logged in: whoever believes to be out leaves the page to others. */
  leave = async (): Promise<void> => {
    try {
      await this.rest.logOut();
    } catch (problem) {
      if (ledOut(problem)) return forgetOthers(localStorage, null);
      throw problem;
    }
    forgetOthers(localStorage, null);
    location.assign(door());
  };
}
