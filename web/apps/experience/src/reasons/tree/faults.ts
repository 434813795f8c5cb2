/** What is wrong with a tree, by the rules of the server, told while one types. */
import { LANGUAGES, type Language } from '@hoolin/ui/i18n';
import type { Fault } from '../told.ts';
import { EXAMPLES_MAX, leaves, pathOf, reasonIn, type Plan } from './plan.ts';
import { wentFaults, type Before } from './went.ts';

export const NAME_CHARACTERS_MAX = 300;
export const REASONS_MAX = 500;
export const DEPTH_MAX = 6;

/** spoken: the languages of the site. retired: codes that an earlier version took out. */
export interface Around extends Before {
  readonly spoken: readonly Language[];
  readonly retired: ReadonlySet<string>;
}

export const faults = (plan: Plan, around: Around): Fault[] => [...ofAll(plan), ...words(plan, around), ...shape(plan), ...wentFaults(plan, around)];

function ofAll(plan: Plan): Fault[] {
  if (!leaves(plan).length) return [{ place: '', why: 'nothing_to_choose', said: '' }];
  return plan.reasons.length > REASONS_MAX ? [{ place: '', why: 'too_many', said: String(REASONS_MAX) }] : [];
}

function words({ reasons }: Plan, { spoken, retired }: Around): Fault[] {
  const found: Fault[] = [];
  const names = new Map<string, string>();
  for (const one of reasons) {
    const { code, name, about } = one;
    const missing = spoken.filter((language) => !name[language].trim());
    const long = LANGUAGES.filter((language) => Math.max(name[language].length, about[language].length) > NAME_CHARACTERS_MAX);
    if (retired.has(code)) found.push({ place: code, why: 'retired', said: code });
    if (missing.length) found.push({ place: code, why: 'no_words', said: missing.join(',') });
    if (long.length) found.push({ place: code, why: 'words_long', said: long.join(',') });
    if (one.examples.length > EXAMPLES_MAX || one.examples.some((text) => !text.trim() || text.length > NAME_CHARACTERS_MAX)) found.push({ place: code, why: 'examples', said: '' });
    for (const language of spoken) {
      const key = [one.parent ?? '', language, name[language].trim().toLowerCase()].join('\n');
      const other = name[language].trim() ? (names.get(key) ?? code) : code;
      if (other !== code) found.push({ place: code, why: 'name_twice', said: language });
      else names.set(key, code);
    }
  }
  return found;
}

function shape(plan: Plan): Fault[] {
  return plan.reasons.flatMap((one): Fault[] => {
    const path = pathOf(plan, one.code);
    const top = path[0];
    if (one.parent !== null && !reasonIn(plan, one.parent)) return [{ place: one.code, why: 'no_such_parent', said: one.parent }];
    if (top && top.parent !== null && path.some(({ code }) => code === top.parent)) return [{ place: one.code, why: 'circle', said: '' }];
    return path.length > DEPTH_MAX ? [{ place: one.code, why: 'too_deep', said: String(DEPTH_MAX) }] : [];
  });
}

const WENT = ['in_use', 'went_from_nothing', 'went_to_no_leaf', 'went_twice', 'went_nowhere', 'went_share', 'shares_not_whole'];
const FIELDS: Readonly<Record<string, string>> = { no_words: 'words', words_long: 'words', name_twice: 'words', examples: 'examples', no_such_parent: 'parent', circle: 'parent', too_deep: 'parent' };

/** At which field of a reason a fault is told: `words`, `examples`, `parent`, `went`, else `whole`. */
export const faultsAt = (all: readonly Fault[], place: string, field: string): readonly Fault[] =>
  all.filter((one) => one.place === place && (WENT.includes(one.why) ? 'went' : (FIELDS[one.why] ?? 'whole')) === field);
