/** The gap in one sentence: kind, and no more than can be told from chance. */
import type { Gap, Other } from './told.ts';

export const OTHERS: readonly Other[] = ['reviewer', 'survey'];

export type GapTold =
  | { word: 'gap_none' | 'gap_alike' | 'gap_wait'; values: Record<string, never> }
  | { word: 'gap_few'; values: { n: number } }
  | { word: `gap_${'lower' | 'higher'}_${Other}`; values: { criterion: string; own: number; other: number } };

/** Which sentence says it, and of what. Of several gaps the widest is told; being hard on oneself before being easy. */
export function gapTold({ criteria, enough }: Gap): GapTold {
  if (!criteria.some(({ by_source }) => by_source.self.n)) return { word: 'gap_none', values: {} };
  const wide = criteria
    .flatMap(({ code, by_source, leans }) => OTHERS.map((other) => ({ code, other, lean: leans[other], own: by_source.self.share ?? 0, theirs: by_source[other].share ?? 0 })))
    .filter(({ lean }) => lean === 'own_lower' || lean === 'own_higher')
    .sort((a, b) => Math.abs(b.own - b.theirs) - Math.abs(a.own - a.theirs) || Number(b.lean === 'own_lower') - Number(a.lean === 'own_lower'))[0];
  if (wide) {
    const word = `gap_${wide.lean === 'own_lower' ? 'lower' : 'higher'}_${wide.other}` as const;
    return { word, values: { criterion: wide.code, own: wide.own, other: wide.theirs } };
  }
  if (criteria.some(({ leans }) => OTHERS.some((other) => leans[other] === 'alike'))) return { word: 'gap_alike', values: {} };
  const most = Math.max(...criteria.map(({ by_source }) => by_source.self.n));
  return most < enough ? { word: 'gap_few', values: { n: enough - most } } : { word: 'gap_wait', values: {} };
}

/** A share of so few conversations, in whole percents: more digits would say more than is known. */
export const percent = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
