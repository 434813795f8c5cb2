/** What the routes of reviews tell and take: docs/reference/routes.md and site.md. Instants are milliseconds. */
import type { Language } from '@hoolin/ui/i18n';
import type { About } from '../conversation/told.ts';
import type { Appeal, Items, Judged, Marks, Scorecard } from '../shell/judged.ts';

export type * from '../shell/judged.ts';

export type Kind = 'every' | 'handed_on' | 'unsolved' | 'unhappy';
export const KINDS: readonly Kind[] = ['every', 'handed_on', 'unsolved', 'unhappy'];

export interface Plan {
  code: string;
  scorecard: string;
  per_mille: number;
  kind: Kind;
  queues: string[];
  channels: string[];
  double: number;
  used: boolean;
}
export interface Rules {
  scorecards: Scorecard[];
  plans: Plan[];
  appeal_days: number;
}
export interface Place {
  languages: Language[];
  queues: string[];
  channels: string[];
}
export interface SetUp {
  version: number;
  rules: Rules;
  items: Items;
  site: Place;
}
/** in: which scorecard or plan. about: what of it. */
export interface Fault {
  in: string;
  code: string;
  about: string;
}

export type AppealState = 'none' | 'open' | 'decided';
interface Drawn {
  review: string;
  interaction: string;
  plan: string;
  at: number;
  reviewers: number;
  judged: number;
}
/** kind: null where its plan is gone. */
export interface InboxLine extends Drawn {
  appeal: AppealState;
  kind: Kind | null;
  about: About | null;
}
export const GROUPS = ['begun', 'appeals', 'free', 'judged'] as const;
export type Group = (typeof GROUPS)[number];
export type Inbox = Record<Group, InboxLine[]>;

/** may: what I may do now. Once it is laid open there are judgements, and the objection with its words. */
export interface Form extends Drawn {
  agent: string;
  form: Scorecard;
  items: Items;
  may: 'judge' | 'take' | 'decide' | '';
  mine: Marks | null;
  appeal: AppealState | Appeal | null;
  judgements?: Judged[];
}
