/** The routes of advice. */
import type { Rest } from '@hoolin/client';
import type { Agent, Growth, Kind, Team, TeamGap, Why } from './told.ts';

const BASE = '/coaching/advice';
const step = encodeURIComponent;

export class Ask {
  #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** agent: of whom; '' of oneself. */
  of = (agent: string): Promise<Growth> => this.#rest.ask('GET', agent ? `${BASE}/agents/${step(agent)}` : `${BASE}/own`);
  agents = async (): Promise<Agent[]> => (await this.#rest.ask<{ agents: Agent[] }>('GET', `${BASE}/agents`)).agents;
  team = (): Promise<Team> => this.#rest.ask('GET', `${BASE}/team`);

  take = (item: string): Promise<unknown> => this.#rest.ask('POST', `${BASE}/own/${step(item)}/take`);
  aside = (item: string, why: Why, text: string): Promise<unknown> => this.#rest.ask('POST', `${BASE}/own/${step(item)}/aside`, { why, text });
  give = (agent: string, item: string, why = ''): Promise<unknown> => this.#rest.ask('POST', `${BASE}/agents/${step(agent)}/${step(item)}/give`, { why });
  withhold = (agent: string, item: string, text: string): Promise<unknown> => this.#rest.ask('POST', `${BASE}/agents/${step(agent)}/${step(item)}/withhold`, { text });
  done = (agent: string, item: string, how: 'practised' | 'over'): Promise<unknown> =>
    this.#rest.ask('POST', `${agent ? `${BASE}/agents/${step(agent)}` : `${BASE}/own`}/${step(item)}/done`, { how });
  hand = ({ item, reason }: TeamGap, title: string, kind: Kind): Promise<unknown> => this.#rest.ask('POST', `${BASE}/team`, { item, reason, title, kind });
}
