/** The one place that makes everything, and how a component gets at it. */
import { Rest } from '@hoolin/client';
import { createContext } from 'svelte';
import { Desk, type Shared } from './desk.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Prefs } from './prefs.svelte.ts';
import { Session } from './session.svelte.ts';
import { Ticker } from './ticker.svelte.ts';
import { Words } from './words.svelte.ts';

export function makeShared(): Shared {
  const rest = new Rest();
  const words = new Words();
  const session = new Session(rest);
  return { rest, words, session, prefs: new Prefs(), notices: new Notices(), ticker: new Ticker() };
}

export const [useShared, setShared] = createContext<Shared>();
export const [useDesk, setDesk] = createContext<Desk>();
export { Desk };
