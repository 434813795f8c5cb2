/** Who is here, and what they ask of the server about themselves. */
import { Problem, type Me } from '@hoolin/client';
import { Here } from '@hoolin/ui/svelte/here.svelte.ts';
import { createContext } from 'svelte';
import { Words } from './words.svelte.ts';

export interface SecondFactor {
  on: boolean;
  codes_left: number;
  enrol: boolean;
}

export interface Begun {
  secret: string;
  uri: string;
  picture: string;
}

export interface LogIn {
  session: string;
  device: string;
  created_at: number;
  seen_at: number;
  current: boolean;
}

const FACTOR = '/session/second-factor';

export class Shared extends Here {
  readonly words = new Words();

  protected greet = (me: Me): Promise<void> => this.words.choose(me.language);

  factor = (): Promise<SecondFactor> => this.rest.ask('GET', FACTOR);
  begin = (password: string): Promise<Begun> => this.rest.ask('POST', FACTOR, { password });
  enrol = async (code: string): Promise<string[]> => (await this.rest.ask<{ codes: string[] }>('PUT', FACTOR, { code })).codes;
  remove = (password: string, code: string): Promise<void> => this.rest.ask('POST', `${FACTOR}/remove`, { password, code });
  codes = async (password: string, code: string): Promise<string[]> =>
    (await this.rest.ask<{ codes: string[] }>('POST', `${FACTOR}/codes`, { password, code })).codes;

  logIns = (): Promise<LogIn[]> => this.rest.ask('GET', '/sessions');
  end = (session: string): Promise<void> => this.rest.ask('DELETE', `/sessions/${encodeURIComponent(session)}`);
}

export const problemCode = (problem: unknown): string => (problem instanceof Problem ? problem.code : 'other');
export const [useShared, setShared] = createContext<Shared>();
