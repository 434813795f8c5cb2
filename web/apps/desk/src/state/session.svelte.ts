/** Who is at the desk. */
import { forgetOthers, Problem, type Me, type Rest } from '@hoolin/client';

export type SessionState = 'unknown' | 'out' | 'in' | 'unreachable';

export class Session {
  #me = $state.raw<Me | null>(null);
  #state = $state<SessionState>('unknown');
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  get me(): Me | null {
    return this.#me;
  }

  get state(): SessionState {
    return this.#state;
  }

  can = (permission: string): boolean => this.#me?.permissions.includes(permission) ?? false;

  /** Ask who we are: at the start, and when the line breaks again and again. */
  async check(): Promise<void> {
    try {
      this.enter(await this.#rest.session());
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) this.#leave();
      else if (!this.#me) this.#state = 'unreachable';
    }
  }

  /** stay: whoever is on their way to another page opens no desk. */
  async logIn(login: string, password: string, stay = true, code = ''): Promise<void> {
    const me = await this.#rest.logIn(login, password, code);
    forgetOthers(localStorage, me.account);
    if (stay || me.enrol) this.enter(me);
  }

  async logOut(): Promise<void> {
    await this.#rest.logOut();
    forgetOthers(localStorage, null);
    this.#leave();
  }

  async setLanguage(language: string): Promise<void> {
    if (this.#me && this.#me.language !== language) this.enter(await this.#rest.setLanguage(language));
  }

  enter(me: Me): void {
    if (me.enrol) return location.replace('/security/');
    this.#rest.as(me);
    this.#me = me;
    this.#state = 'in';
  }

  #leave(): void {
    this.#me = null;
    this.#rest.as(null);
    this.#state = 'out';
  }
}
