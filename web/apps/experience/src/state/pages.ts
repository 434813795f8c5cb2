/** The pages, each with who may see it. A page and its words are fetched when it is opened. */
import type { Me } from '@hoolin/client';
import type { IconName } from '@hoolin/ui/icons';
import type { Component } from 'svelte';
import type { Texts } from './words.svelte.ts';

export interface Page {
  icon: IconName;
  word: `nav.${'figures' | 'reviews' | 'calibration' | 'own' | 'surveys' | 'criteria' | 'reasons' | 'improvements' | 'coaching'}`;
  may: (me: Me) => boolean;
  load: () => Promise<{ default: Component; texts: Texts }>;
}

const allows =
  (permission: string) =>
  (me: Me): boolean =>
    me.permissions.includes(permission);

const either =
  (...permissions: string[]) =>
  (me: Me): boolean =>
    permissions.some((one) => me.permissions.includes(one));

/** By the first step of the address; '' is the page one comes to. */
export const PAGES: Readonly<Record<string, Page>> = {
  '': { icon: 'figures', word: 'nav.figures', may: allows('reports.read'), load: () => import('../figures/page.ts') },
  reviews: { icon: 'checks', word: 'nav.reviews', may: allows('reviews.score'), load: () => import('../reviews/page.ts') },
  calibration: { icon: 'people', word: 'nav.calibration', may: allows('reviews.score'), load: () => import('../calibration/page.ts') },
  own: { icon: 'person', word: 'nav.own', may: (me) => me.agent !== null, load: () => import('../own/page.ts') },
  surveys: { icon: 'why', word: 'nav.surveys', may: allows('reports.read'), load: () => import('../surveys/page.ts') },
  reasons: { icon: 'nodes', word: 'nav.reasons', may: either('reports.read', 'reasons.publish'), load: () => import('../reasons/page.ts') },
  improvements: { icon: 'check', word: 'nav.improvements', may: either('reports.read', 'improvements.keep'), load: () => import('../improvements/page.ts') },
  coaching: { icon: 'star', word: 'nav.coaching', may: either('coaching.learn', 'coaching.keep'), load: () => import('../coaching/page.ts') },
  criteria: { icon: 'board', word: 'nav.criteria', may: either('reports.read', 'criteria.publish'), load: () => import('../criteria/page.ts') },
};
