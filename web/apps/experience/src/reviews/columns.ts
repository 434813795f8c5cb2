/** What is laid open, as columns: each judgement, and what holds after an objection. */
import type { Form, Marks, Score } from './told.ts';
import type { ReviewKey } from './words.ts';

export interface Column {
  title: string;
  marks: Marks;
  score: Score | null;
  note: string | null;
}

/** me: under which id whoever looks judges. Others stay without a name: marks are talked about, not people. */
export function columns(form: Form, me: string, t: (key: ReviewKey, values?: Record<string, number>) => string): Column[] {
  const judged = form.judgements ?? [];
  const others = judged.filter(({ reviewer }) => reviewer !== me);
  const told = judged.map((one) => {
    const { marks, score, note } = one;
    const colleague = others.length > 1 ? t('who.colleague_n', { n: others.indexOf(one) + 1 }) : t('who.colleague');
    return { title: one.reviewer === me ? t('who.you') : colleague, marks, score, note };
  });
  const final = form.appeal !== null && typeof form.appeal === 'object' ? form.appeal.marks : null;
  return final ? [...told, { title: t('who.holds'), marks: final, score: null, note: null }] : told;
}

/** Whether the judgements say different things of an item. */
export const differ = (columns: readonly Column[], item: string): boolean => new Set(columns.map(({ marks }) => marks[item])).size > 1;
