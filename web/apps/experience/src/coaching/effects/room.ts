/** What every part of this tab needs: its routes, its words, and what a refusal means. */
import { useShared, type Shared } from '../../state/shared.svelte.ts';
import { path } from '../../state/place.svelte.ts';
import type { Kind, Listed, Offered, OneRollout, Own, Seen, Stand, Topics, Wanted } from './told.ts';
import type { EffectWords } from './words.ts';

const at = (rollout: string, more = ''): string => `/coaching/rollouts/${encodeURIComponent(rollout)}${more}`;

export interface Ask {
  listed: () => Promise<Listed>;
  one: (rollout: string) => Promise<OneRollout>;
  seen: (wanted: Wanted) => Promise<Seen>;
  plan: (wanted: Wanted) => Promise<{ rollout: string }>;
  begin: (rollout: string, day: string) => Promise<unknown>;
  end: (rollout: string, why: string) => Promise<unknown>;
  offered: () => Promise<Offered>;
  standing: (kind: Kind, id: string) => Promise<readonly Stand[]>;
  give: (given: object) => Promise<{ rollout: string | null }>;
  topics: () => Promise<Topics>;
  own: () => Promise<{ rollouts: readonly Own[] }>;
}
export interface Room {
  shared: Shared;
  words: EffectWords;
  ask: Ask;
  told: (problem: unknown) => string;
}

/** The address of this tab, or of something within it. */
export const here = (...steps: string[]): string => path('coaching', 'effects', ...steps);

export function useRoom(): Room {
  const shared = useShared();
  const { rest } = shared;
  const words = shared.words as EffectWords;
  return {
    shared,
    words,
    told: (problem) => words.error(shared.failed(problem)),
    ask: {
      listed: () => rest.ask('GET', '/coaching/rollouts'),
      one: (rollout) => rest.ask('GET', at(rollout)),
      seen: (wanted) => rest.ask('POST', '/coaching/rollouts/seen', wanted),
      plan: (wanted) => rest.ask('POST', '/coaching/rollouts', wanted),
      begin: (rollout, day) => rest.ask('POST', at(rollout, '/begin'), { day }),
      end: (rollout, why) => rest.ask('POST', at(rollout, '/end'), { why }),
      offered: () => rest.ask('GET', '/coaching/given'),
      standing: async (kind, id) => (await rest.ask<{ agents: Stand[] }>('GET', `/coaching/given/${kind}/${encodeURIComponent(id)}`)).agents,
      give: (given) => rest.ask('POST', '/coaching/given', given),
      topics: () => rest.ask('GET', '/coaching/topics'),
      own: () => rest.ask('GET', '/coaching/own/rollouts'),
    },
  };
}
