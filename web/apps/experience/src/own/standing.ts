/** How a review stands: whether it may still be objected to, or what became of the objection. */
import type { Review } from './told.ts';

export type Standing = 'may' | 'over' | 'open' | 'upheld' | 'changed';

export const standing = ({ appeal, appeal_until }: Review): Standing => {
  if (appeal) return appeal.state === 'open' ? 'open' : (appeal.verdict ?? 'upheld');
  return appeal_until === null ? 'over' : 'may';
};
