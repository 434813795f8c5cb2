/** What was changed of a cause or an improvement, in words, and how both sides are put together: field by field. */
import type { Line } from '../../keeping/lines.ts';
import { same, type Pieces } from '../../keeping/merge.ts';
import type { ImprovementKey } from '../words.ts';

/** A list is one thing: two may add to it at the same time, and both are asked. */
export const apart = <T extends object>(value: T): Pieces => new Map(Object.entries(value).map(([field, told]) => [field, [told]]));
export const together = <T extends object>(pieces: Pieces): T => Object.fromEntries([...pieces].map(([field, told]) => [field, (told as unknown[])[0]])) as T;

/** shown: how a field's value is written. */
export const lines = <T extends object>(before: T, after: T, name: (field: string) => string, shown: (field: string, value: unknown) => string): Line[] =>
  Object.keys(after)
    .filter((field) => !same(before[field as keyof T], after[field as keyof T]))
    .map((field) => ({ piece: field, text: `${name(field)}:`, was: shown(field, before[field as keyof T]), is: shown(field, after[field as keyof T]) }));

export const nameOfField = (field: string): ImprovementKey => `field_${field as 'title' | 'about' | 'causes' | 'reasons' | 'owner' | 'drop' | 'who' | 'kind'}`;
