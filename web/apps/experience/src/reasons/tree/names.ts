/** How reasons are called while they are being written. */
import { percent, type ReasonWords } from '../words.ts';
import type { Edition } from './edition.svelte.ts';
import type { Names } from './lines.ts';
import { pathOf, reasonIn, type Plan } from './plan.ts';

/** As it is called in the plan, else as it was, else as it is known. */
export const calledIn = (edition: Edition, words: ReasonWords, code: string): string => {
  const found = reasonIn(edition.plan, code) ?? reasonIn(edition.keeper.base, code);
  return found?.name[words.language].trim() || words.named('reason', code);
};

/** `Bill › Too high`: with the groups above it, where names alone might not tell them apart. */
export const wholly = (plan: Plan, words: ReasonWords, code: string): string =>
  pathOf(plan, code).map((one) => one.name[words.language].trim() || one.code).join(' › ');

export const namesOf = (words: ReasonWords, edition: Edition): Names => ({
  languages: edition.told.languages,
  language: words.language,
  called: (code) => words.named('reason', code),
  share: (share) => percent(share, words.language, 2),
  say: words.t,
});
