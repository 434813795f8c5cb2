/** Causes, improvements and what they are made of: reasons, people, channels. Fetched once for all views of this page. */
import { isLanguage, LANGUAGES, type Language } from '@hoolin/ui/i18n';
import { same } from '../keeping/merge.ts';
import { Missed } from '../state/missed.svelte.ts';
import type { Ask } from './ask.ts';
import { above, leaves } from './register.ts';
import type { Cause, Improvement, Person, Place, Reason } from './told.ts';

export class Known {
  readonly ask: Ask;
  #missed: Missed;
  #named: (code: string) => string;
  #causes = $state.raw<readonly Cause[] | null>(null);
  #improvements = $state.raw<readonly Improvement[] | null>(null);
  #reasons = $state.raw<readonly Reason[]>([]);
  #people = $state.raw<readonly Person[]>([]);
  #today = $state('');
  #place = $state.raw<Place>({ channels: [], queues: [], languages: [] });

  /** named: what a reason is called. */
  constructor(ask: Ask, failed: (problem: unknown) => string, named: (code: string) => string) {
    this.ask = ask;
    this.#missed = new Missed(failed);
    this.#named = named;
  }

  get causes(): readonly Cause[] | null {
    return this.#causes;
  }
  get improvements(): readonly Improvement[] | null {
    return this.#improvements;
  }
  get place(): Place {
    return this.#place;
  }
  /** That the site speaks. */
  get languages(): readonly Language[] {
    const found = this.#place.languages.filter(isLanguage);
    return found.length ? found : LANGUAGES;
  }
  /** The code of what could not be fetched; '' when all was. */
  get failure(): string {
    return this.#missed.code;
  }
  /** What contacts may be for. */
  get leaves(): readonly Reason[] {
    return leaves(this.#reasons);
  }
  /** Who may own something. */
  get people(): readonly Person[] {
    return this.#people;
  }
  /** The day it is at the site. */
  get today(): string {
    return this.#today;
  }

  reason = (code: string): string => this.#named(code);
  /** `Bill › Too high`: with the groups above it. */
  wholly = (code: string): string => above(this.#reasons, code).map(this.#named).join(' › ');
  cause = (cause: string): Cause | undefined => this.#causes?.find((one) => one.cause === cause);
  improvement = (improvement: string): Improvement | undefined => this.#improvements?.find((one) => one.improvement === improvement);

  /** What the register shows; what did not change stays the same. */
  look = async (): Promise<void> => {
    await Promise.all([
      this.#missed.try('improvements', async () => {
        const found = await this.ask.improvements();
        if (!same(found.improvements, this.#improvements)) this.#improvements = found.improvements;
        this.#people = found.people;
        this.#today = found.today;
      }),
      this.#missed.try('causes', async () => {
        const found = await this.ask.causes();
        if (!same(found, this.#causes)) this.#causes = found;
      }),
    ]);
  };
  /** The same, with what one chooses from while writing. */
  start = async (may: boolean): Promise<void> => {
    await Promise.all([
      this.look(),
      this.#missed.try('reasons', async () => void (this.#reasons = await this.ask.reasons())),
      ...(may ? [this.#missed.try('place', async () => void (this.#place = await this.ask.place()))] : []),
    ]);
  };
}
