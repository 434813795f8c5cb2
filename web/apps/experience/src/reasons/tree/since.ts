import type { Version } from '../told.ts';
import type { ReasonWords } from '../words.ts';

/** Since when a version holds, and by whom. */
export const since = ({ at, by, by_name }: Version, words: ReasonWords): string => words.t('version_since', { at: words.moment(at), who: by_name ?? (by === 'system' ? 'Hoolin' : by) });
