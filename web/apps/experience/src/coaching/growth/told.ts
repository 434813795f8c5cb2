/** What is told of an agent, and of everybody, as the server says it. Shares are 0 to 1. */
import type { Said } from '../../shell/judged.ts';

export interface Gap {
  item: string;
  n: number;
  seen: number;
  expected: number;
  mean: number;
  low: number;
  high: number;
}
export interface Together {
  outcome: 'resolved' | 'heard';
  /** How many more of a hundred turned out well; missing of what was given before. */
  value?: number;
  low?: number;
  high?: number;
}
export interface Thing {
  kind: 'exemplar' | 'lesson' | 'drill';
  id: string;
  name: Said | null;
}
export interface Advice {
  item: string;
  state: 'suggested' | 'open';
  /** Which it is, once it is given. */
  advice?: string;
  gap: Gap;
  matters: Together[];
  reasons: string[];
  things: Thing[];
  given_at?: number;
  own?: boolean;
  since?: { n: number; seen: number; expected: number; mean: number; low: number; high: number; enough: boolean; over: boolean } | null;
}
export type Why = 'not_me' | 'not_now' | 'already_better' | 'withheld';
export interface Aside {
  item: string;
  at: number;
  own: boolean;
  why: Why;
  text: string | null;
}
export interface Past {
  item: string;
  given_at: number;
  ended_at: number;
  standing: 'done' | 'aside';
}
/** What was judged of an item would show. hidden: the smallest gap that would have been seen in eight of ten cases. more: so many more conversations would show one of 30 of 100. */
export interface Reach {
  item: string;
  n: number;
  expected: number;
  hidden: number | null;
  more: number | null;
  found: { gap: number; share: number }[];
}
export interface Growth {
  look: number;
  agent: string;
  name?: string;
  items: Readonly<Record<string, Said>>;
  verdict: 'advice' | 'not_known_to_matter' | 'nothing' | 'cannot_tell' | 'too_few';
  n: number;
  reach: Reach[];
  advice: Advice[];
  strengths: Gap[];
  unproven: Gap[];
  looked: Gap[];
  past: Past[];
  aside: Aside[];
}
export interface Agent {
  agent: string;
  name: string;
}
export const KINDS = ['process', 'information', 'product', 'price'] as const;
export type Kind = (typeof KINDS)[number];
export interface TeamGap {
  item: string;
  reason: string;
  n: number;
  agents: number;
  share: number;
  low: number;
  high: number;
  target: number;
  reasons: string[];
  matters: Together[];
  cause: string | null;
}
export interface Team {
  look: number;
  items: Readonly<Record<string, Said>>;
  team: TeamGap[];
}
