/** Who is here, and what every page needs. */
import { Problem, type Me } from '@hoolin/client';
import { Here } from '@hoolin/ui/svelte/here.svelte.ts';
import { createContext } from 'svelte';
import { FlowCalls } from '../flow/calls.ts';
import { Place, REPLIES } from './place.svelte.ts';
import { Words } from './words.svelte.ts';

export class Shared extends Here {
  readonly calls = new FlowCalls(this.rest);
  readonly words = new Words();
  readonly place = new Place();

  /** Whether the page that is shown is theirs. */
  get allowed(): boolean {
    return this.may(this.place.page === REPLIES ? 'replies.keep' : 'site.configure');
  }

  protected greet = (me: Me): Promise<void> => this.words.choose(me.language);
}

export const problemCode = (problem: unknown): string => (problem instanceof Problem ? problem.code : 'other');
export const [useShared, setShared] = createContext<Shared>();
