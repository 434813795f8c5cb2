/** What is not right yet with a cause or an improvement, each at its field. */
import type { Problem } from '@hoolin/client';
import type { CauseTold, ImprovementTold } from '../told.ts';

export type Field = 'title' | 'reasons' | 'causes' | 'drop' | 'who';
export interface Fault {
  field: Field;
  why: 'title_missing' | 'reasons_missing' | 'reasons_many' | 'reasons_gone' | 'causes_many' | 'causes_gone' | 'drop_range' | 'who_missing' | 'who_gone';
}
export const LINKS_MAX = 20;

const found = (...all: (false | Fault)[]): Fault[] => all.filter((one) => one !== false);

export const ofCause = ({ title, reasons }: CauseTold): Fault[] =>
  found(
    !title.trim() && { field: 'title', why: 'title_missing' },
    !reasons.length && { field: 'reasons', why: 'reasons_missing' },
    reasons.length > LINKS_MAX && { field: 'reasons', why: 'reasons_many' },
  );

export const ofImprovement = (told: ImprovementTold): Fault[] => [
  ...ofCause({ ...told, kind: 'product' }),
  ...found(
    told.causes.length > LINKS_MAX && { field: 'causes', why: 'causes_many' },
    told.drop !== null && !(told.drop > 0 && told.drop < 1) && { field: 'drop', why: 'drop_range' },
    told.who.by !== null && !told.who.code && { field: 'who', why: 'who_missing' },
  ),
];

/** What the server refuses, at its field; null for what is no fault of what was written. */
export function refused({ code }: Problem): Fault[] | null {
  if (code === 'unknown_reason') return [{ field: 'reasons', why: 'reasons_gone' }];
  if (code === 'nobody_gets_it') return [{ field: 'who', why: 'who_gone' }];
  if (code === 'no_such_cause') return [{ field: 'causes', why: 'causes_gone' }];
  return null;
}
