/** What the server answers about the file of the whole set-up, and the call for it. */
import type { Rest } from '@hoolin/client';
import type en from './texts/en.json';

export type Word = keyof typeof en;

export interface Field {
  path: string;
  before: unknown;
  after: unknown;
}
export interface Change {
  section: string;
  name: string;
  kind: 'added' | 'changed' | 'removed';
  fields: Field[];
}
export interface Wrong {
  line: number;
  place: string;
  said: string;
  allowed: string[];
}

export const put = (rest: Rest, yaml: string, force: boolean, dryRun: boolean): Promise<{ changes: Change[] }> =>
  rest.ask('PUT', `/config?dry_run=${dryRun}`, { yaml, force });

/** A value as the file has it; what is long is cut. */
export function written(value: unknown, nothing: string): string {
  if (value === null || value === undefined) return nothing;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
