/** Finds by what is typed: every word of it must begin a word, or at least stand in one; what begins with it comes first. */

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

export function found<T>(list: readonly T[], typed: string, textOf: (one: T) => string): T[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const rank = (one: T): number => {
    const text = plain(textOf(one));
    const starts = text.split(/[^\p{L}\p{N}]+/u);
    if (wanted.every((word) => starts.some((start) => start.startsWith(word)))) return 0;
    return wanted.every((word) => text.includes(word)) ? 1 : 2;
  };
  return list
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank }) => rank < 2)
    .sort((one, other) => one.rank - other.rank)
    .map(({ one }) => one);
}
