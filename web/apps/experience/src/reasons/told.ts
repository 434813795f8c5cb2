/** What the server tells of reasons: docs/reference/site.md has the shapes. Days are `2026-11-30`; instants are milliseconds; every interval is of 95 %. */
import type { Plain } from '@hoolin/ui/figures';
import type { Language } from '@hoolin/ui/i18n';

export type { Plain };
export type Said = Readonly<Record<Language, string>>;
export const ACTIONS = ['eliminate', 'simplify', 'self_service', 'enrich'] as const;
export type Action = (typeof ACTIONS)[number];

// ── the tree ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Reason {
  readonly code: string;
  readonly parent: string | null;
  readonly name: Said;
  /** What belongs here, and what does not. */
  readonly about: Said;
  /** What customers write who come for it. */
  readonly examples: readonly string[];
  /** Whether such a contact is worth something to the one and to the other; null while nobody has said. */
  readonly for_customer: boolean | null;
  readonly for_company: boolean | null;
}
export interface Share {
  readonly code: string;
  /** Of 1. */
  readonly share: number;
}
/** Where contacts count from now on that were noted under a code which is gone, or means less than it did. */
export interface Went {
  readonly code: string;
  readonly to: readonly Share[];
}
export interface Version {
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly by_name?: string;
  readonly why: string;
}
/** Who uses a reason, beside contacts. */
export interface Beside {
  readonly reason: string;
  readonly kind: 'cause' | 'improvement';
  readonly name: string;
}
export interface TreeTold {
  readonly number: number;
  readonly version: Version | null;
  readonly tree: { readonly reasons: readonly (Pick<Reason, 'code' | 'name'> & Partial<Reason>)[] };
  readonly languages: readonly Language[];
  readonly used: Readonly<Record<string, number>>;
  readonly beside: readonly Beside[];
  /** The newest first. */
  readonly versions: readonly (Version & { readonly crosswalk: readonly Went[] })[];
  readonly may_publish: boolean;
}
export interface NamesTold {
  readonly reasons: readonly { readonly code: string; readonly name: Said }[];
  readonly retired: readonly { readonly code: string; readonly name: Said }[];
}
/** One thing that is wrong. place: the code of a reason; '' for all of it. said: what of it. */
export interface Fault {
  readonly place: string;
  readonly why: string;
  readonly said: string;
}
/** A reason that cannot just be taken out. users: `cause: …`, `improvement: …`. */
export interface InUse {
  readonly reason: string;
  readonly contacts: number;
  readonly users: readonly string[];
}

// ── what they cost ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Cause {
  readonly cause: string;
  readonly title: string;
  readonly kind: 'product' | 'price' | 'process' | 'information';
  readonly contacts: number;
}
/** hours: of the whole period. gives_back: hours a month. minutes: of one contact. rate: per 1,000 customers a month. */
export interface Line {
  readonly code: string;
  readonly parent: string | null;
  readonly leaf: boolean;
  readonly contacts: number;
  readonly share: number;
  readonly rate: Plain | null;
  readonly cases: number;
  readonly snowball: Plain | null;
  readonly minutes: Plain | null;
  readonly hours: Plain | null;
  readonly failure_share: Plain | null;
  readonly gives_back: Plain | null;
  readonly action: Action | null;
  readonly for_customer: boolean | null;
  readonly for_company: boolean | null;
  readonly causes: readonly Cause[];
  /** Some of its contacts were noted under other reasons, and are counted here by shares. */
  readonly apportioned: boolean;
  readonly few?: boolean;
}
export interface BoardTold {
  readonly at: number;
  readonly number: number;
  readonly days: number;
  readonly customers: number | null;
  readonly total: Line;
  readonly lines: readonly Line[];
  readonly unexplained: { readonly contacts: number; readonly share: number };
}
export interface SeriesTold {
  readonly code: string;
  readonly points: readonly { readonly day: string; readonly contacts: number; readonly customers: number | null }[];
  readonly marks: readonly { readonly day: string; readonly number: number; readonly why: string }[];
  readonly improvements: readonly { readonly improvement: string; readonly title: string; readonly day: string }[];
}

// ── what is rising, what is new ───────────────────────────────────────────────────────────────────────────────────────

/** code: '' for all contacts together. */
export interface Alarm {
  readonly code: string;
  readonly since: string;
  readonly ratio: Plain;
  readonly seen: number;
  readonly expected: number;
  readonly rule: string;
  readonly days: readonly { readonly day: string; readonly count: number; readonly expected: number }[];
}
export interface RisingTold {
  readonly at: number;
  readonly false_alarms: { readonly per_year: number; readonly over: string };
  readonly too_early: boolean;
  readonly alarms: readonly Alarm[];
}
/** since: a day or an instant. */
export interface Cluster {
  readonly size: number;
  readonly recent: number;
  readonly since: string | number | null;
  readonly words: readonly string[];
  readonly sentences: readonly string[];
  readonly interactions: readonly string[];
}
export interface UnexplainedTold {
  readonly at: number;
  readonly looked_at: number;
  readonly learning: boolean;
  readonly clusters: readonly Cluster[];
}

// ── how good suggestions were ─────────────────────────────────────────────────────────────────────────────────────────

export interface Right {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}
/** right: it stood first. among: it was one of those shown. */
export interface Tally {
  readonly contacts: number;
  readonly right: Right | null;
  readonly among: Right | null;
}
/** shown: of contacts whose agent saw them; unseen: of those where nobody was led. */
export interface Apart {
  readonly shown: Tally;
  readonly unseen: Tally;
}
export interface SuggestionsTold extends Apart {
  readonly contacts: number;
  readonly by_language: readonly (Apart & { readonly language: string })[];
  readonly by_reason: readonly (Apart & { readonly reason: string })[];
  readonly new: { readonly said: number; readonly right: Right | null };
  readonly model: {
    readonly id: string;
    readonly texts: number;
    readonly reasons: number;
    readonly learned_at: number;
    readonly accuracy: Right | null;
    /** Of contacts confirmed to belong to nothing, the share that was called new. */
    readonly something_new: number | null;
    readonly seconds: number;
  } | null;
}
