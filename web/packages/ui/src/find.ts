/** Finding one of many by its name, as people type: in any order, without dots and accents, from the middle of a word too. */

/** One of those that can be chosen. about: what else it is found by, and is told beside it. group: under which heading it stands. */
export interface Option {
  readonly value: string;
  readonly name: string;
  readonly about?: string;
  readonly group?: string;
}

/** As two people would write the same: small letters, without marks; `ё` as `е`. */
export const folded = (text: string): string => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Those in which every typed word occurs, group by group; within each those whose name begins so stand first. */
export function find<T extends Option>(options: readonly T[], typed: string): readonly T[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const fit = options.filter((one) => {
    const text = folded(`${one.name} ${one.about ?? ''} ${one.group ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const begins = (one: T): boolean => words.length > 0 && folded(one.name).startsWith(words[0]!);
  const groups = [...new Set(fit.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const of = fit.filter((one) => one.group === group);
    return [...of.filter(begins), ...of.filter((one) => !begins(one))];
  });
}

/** What a picker says, in the page's language. */
export interface PickWords {
  readonly find: string;
  readonly none: string;
  readonly more: (n: number) => string;
  readonly clear: string;
  readonly out: (name: string) => string;
}
