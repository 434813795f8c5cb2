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
  drills: { word: 'tab_drills', may: (me) => me.permissions.includes('coaching.learn'), load: () => import('./drills/page.ts') },
};
