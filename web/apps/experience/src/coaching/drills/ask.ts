/** The routes of drills. */
import type { Rest } from '@hoolin/client';
import type { Language } from '@hoolin/ui/i18n';
import type { Checked, Conversation, Drill, List, Missed, OnePlay, PlayRow, Sealed, Turn, Whole } from './told.ts';

const at = (...steps: string[]): string => ['/coaching/drills', ...steps.map(encodeURIComponent)].join('/');

export interface Sent {
  language: Language;
  seed: number;
  number: number | null;
  turns: Turn[];
  said: Sealed[];
}

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  list = (): Promise<List> => this.#rest.ask('GET', at());
  plays = async (): Promise<PlayRow[]> => (await this.#rest.ask<{ plays: PlayRow[] }>('GET', at('plays'))).plays;
  shared = async (): Promise<PlayRow[]> => (await this.#rest.ask<{ plays: PlayRow[] }>('GET', at('shared'))).plays;
  play = (play: string): Promise<OnePlay> => this.#rest.ask('GET', at('plays', play));
  share = (play: string, shared: boolean): Promise<unknown> => this.#rest.ask('POST', at('plays', play, 'share'), { shared });
  forgetPlay = (play: string): Promise<unknown> => this.#rest.ask('DELETE', at('plays', play));

  turn = (drill: string, sent: Sent): Promise<Conversation> => this.#rest.ask('POST', at(drill, 'turn'), sent);
  end = (drill: string, sent: Sent, give: boolean, play: string): Promise<{ play: string }> => this.#rest.ask('POST', at(drill, 'end'), { ...sent, give, play });
  attempt = (drill: Drill, sent: Sent): Promise<Conversation> => this.#rest.ask('POST', at('try'), { ...sent, drill });

  whole = (drill: string): Promise<Whole> => this.#rest.ask('GET', at(drill));
  missed = async (drill: string): Promise<Missed[]> => (await this.#rest.ask<{ missed: Missed[] }>('GET', at(drill, 'missed'))).missed;
  check = (drill: Drill): Promise<Checked> => this.#rest.ask('POST', at('check'), { drill });
  publish = (drill: Drill, based_on: number, why: string): Promise<unknown> => this.#rest.ask('POST', at('publish'), { drill, based_on, why });
  retire = (drill: string, why: string): Promise<unknown> => this.#rest.ask('POST', at(drill, 'retire'), { why });
}
