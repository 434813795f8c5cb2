/** What the place of the guru and of those who learn consists of, each with who may see it. A tab and its words are fetched when it is opened. */
import type { Me } from '@hoolin/client';
import type { Component } from 'svelte';
import type { Texts } from '../state/words.svelte.ts';
import type { CoachingKey } from './words.ts';

export interface Tab {
  word: CoachingKey;
  may: (me: Me) => boolean;
  load: () => Promise<{ default: Component; texts: Texts }>;
}

/** By the step of the address after `coaching`, in the order of the row. */
export const TABS: Readonly<Record<string, Tab>> = {
  growth: { word: 'tab_growth', may: (me) => me.permissions.includes('coaching.learn'), load: () => import('./growth/page.ts') },
  examples: { word: 'tab_examples', may: (me) => me.permissions.includes('coaching.learn'), load: () => import('./examples/page.ts') },
  learning: { word: 'tab_learning', may: (me) => ['coaching.learn', 'coaching.keep'].some((one) => me.permissions.includes(one)), load: () => import('./learning/page.ts') },
  drills: { word: 'tab_drills', may: (me) => me.permissions.includes('coaching.learn'), load: () => import('./drills/page.ts') },
  sessions: { word: 'tab_sessions', may: (me) => me.permissions.includes('coaching.learn'), load: () => import('./sessions/page.ts') },
  ease: { word: 'tab_ease', may: (me) => me.agent !== null || me.permissions.includes('reports.read'), load: () => import('./ease/page.ts') },
  effects: { word: 'tab_effect', may: ({ permissions }) => permissions.includes('coaching.learn') || permissions.includes('coaching.keep'), load: () => import('./effects/page.ts') },
};
