/** What is told at the end of a conversation: docs/reference/live.md. */
import type { Language } from '@hoolin/ui/i18n';

export const KINDS = ['product', 'price', 'process', 'information'] as const;
export type Kind = (typeof KINDS)[number];

export interface Cause {
  cause: string;
  title: string;
  kind: Kind;
  reasons: string[];
}

export interface Suggestions {
  suggested: { code: string; likely: number }[];
  new: boolean;
  learning: boolean;
  causes: Cause[];
  noted: string[];
}

export type Named = Partial<Record<Language, string>>;

export interface Names {
  number: number;
  reasons: { code: string; parent: string | null; name: Named }[];
  retired: { code: string; name: Named }[];
}

/** A cause as it is noted: a known one, one taken back, or one that nobody has named yet. */
export type CauseNote = { cause: string; not_after_all?: true } | { new: { title: string; kind: Kind; reasons: string[] } };
