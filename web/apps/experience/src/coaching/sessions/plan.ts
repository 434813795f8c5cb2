/** A plan that both of the two may change: what I have changed stands on top of what the other has made of it meanwhile. */
import { merge } from '../../keeping/merge.ts';
import type { NewPlan, Plan, Whole } from './told.ts';

export const planOf = ({ day, time, minutes, topics, question, advice, after }: Plan): Plan => ({ day, time, minutes, topics, question, advice, after });

const pieces = (plan: Plan): Map<string, unknown> => new Map(Object.entries(planOf(plan)));

/** mine: with what it was made from. Where both have changed the same, mine stays there until I look. */
export const onTop = (mine: NewPlan, theirs: Whole): NewPlan => ({
  ...mine,
  ...(Object.fromEntries(merge(pieces(mine.base ?? theirs), pieces(mine), pieces(theirs)).pieces) as unknown as Plan),
  base: planOf(theirs),
  version: theirs.version,
});
