/** All that one may learn from, by name, as the server tells it; and what goes together with what. */
import type { Language } from '@hoolin/ui/i18n';
import { path } from '../../state/place.svelte.ts';

export const KINDS = ['lesson', 'drill', 'exemplar'] as const;
export type Kind = (typeof KINDS)[number];
export interface Pointer {
  readonly kind: Kind;
  readonly id: string;
}
/** name: by language; an example has one in the language of its conversation alone. */
export interface Thing extends Pointer {
  readonly name: Readonly<Partial<Record<Language, string>>>;
  readonly criteria: readonly string[];
  readonly reasons: readonly string[];
}
export interface Library {
  readonly things: readonly Thing[];
  /** There are older examples that are not among them. */
  readonly more: boolean;
  readonly items: Readonly<Record<string, Thing['name']>>;
  readonly advice: readonly { readonly advice: string; readonly agent: string; readonly item: string; readonly at: number }[];
}

const PLACES: Readonly<Record<Kind, readonly string[]>> = { lesson: ['learning', 'lesson'], drill: ['drills', 'play'], exemplar: ['examples'] };
/** Where it is read, played, looked at. from: where one comes from and is led back to, steps after `coaching`; mark: what is looked for there. */
export function addressOf({ kind, id }: Pointer, from = '', mark = ''): string {
  const asked = new URLSearchParams({ ...(from && { from }), ...(from && mark && { at: mark }) }).toString();
  return path('coaching', ...PLACES[kind], id) + (asked && `?${asked}`);
}

export const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind);

/** What it is called: in the reader's language, or in the one it has. */
export const calledIn = ({ name }: Pick<Thing, 'name'>, language: Language): string => name[language] || Object.values(name).find(Boolean) || '';

const BESIDE_MAX = 2;

/** What teaches the same: of each other kind at most two, those with the most criteria in common first, then those of the same reasons, then those in the reader's language. */
export function beside(all: readonly Thing[], one: Pointer, language: Language): readonly Thing[] {
  const own = all.find(({ kind, id }) => kind === one.kind && id === one.id);
  if (!own) return [];
  const common = (a: readonly string[], b: readonly string[]): number => a.filter((code) => b.includes(code)).length;
  const worth = (other: Thing): readonly number[] => [common(own.criteria, other.criteria), common(own.reasons, other.reasons), other.name[language] ? 1 : 0, -other.criteria.length];
  const better = (a: Thing, b: Thing): number => {
    const [mine, theirs] = [worth(a), worth(b)];
    const at = mine.findIndex((value, index) => value !== theirs[index]);
    return at < 0 ? a.id.localeCompare(b.id) : theirs[at]! - mine[at]!;
  };
  return KINDS.filter((kind) => kind !== one.kind).flatMap((kind) =>
    all.filter((other) => other.kind === kind && common(own.criteria, other.criteria) > 0).sort(better).slice(0, BESIDE_MAX),
  );
}
