/** Ready replies as the site tells them, and what becomes of one where it is used. Fetched when somebody asks. */
import type { Rest } from '@hoolin/client';
import { isLanguage, translator, type Translate } from '@hoolin/ui/i18n';
import type et from './texts/et.json';

export interface Reply {
  name: string;
  title: string;
  texts: Partial<Record<string, string>>;
}
/** A reply in one language. */
export interface Variant {
  id: string;
  name: string;
  title: string;
  language: string;
  text: string;
}
export type Values = Partial<Record<string, string>>;

/** What stands where nothing is known: it is seen, and typed over. */
export const GAP = '____';

export type Word = keyof typeof et;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Translate<Word>> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default);
}

export const replies = async (rest: Rest): Promise<readonly Reply[]> => (await rest.ask<{ replies: Reply[] }>('GET', '/replies')).replies;

/** With everything filled in that is known. */
export const filled = (text: string, values: Values): string => text.replaceAll(/\{([a-z]+)\}/g, (_, name: string) => values[name]?.trim() || GAP);

/** Those that fit what is typed: the language of the conversation first, then those whose name begins so. */
export function fitting(all: readonly Reply[], typed: string, language: string): Variant[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const variants = all.flatMap(({ name, title, texts }) =>
    Object.entries(texts).map(([spoken, text]): Variant => ({ id: `${name}-${spoken}`, name, title, language: spoken, text: text! })),
  );
  const rank = ({ name, title, text, language: spoken }: Variant): number => {
    const at = [name, title, text].findIndex((part, index) => (index ? part.toLocaleLowerCase().includes(wanted) : part.toLocaleLowerCase().startsWith(wanted)));
    return at < 0 ? -1 : at + (spoken === language ? 0 : 10);
  };
  return variants.map((variant) => ({ variant, rank: rank(variant) })).filter((one) => one.rank >= 0).sort((a, b) => a.rank - b.rank || a.variant.name.localeCompare(b.variant.name)).map(({ variant }) => variant);
}

/** The text of a field with a reply in it: in the place of the `;` before the caret, if one stands there. Gives where the caret goes: to the first gap, else behind it. */
export function put(before: string, after: string, reply: string): { text: string; from: number; to: number } {
  const kept = before.replace(/(^|\s);$/, '$1');
  const gap = reply.indexOf(GAP);
  const from = kept.length + (gap < 0 ? reply.length : gap);
  return { text: kept + reply + after, from, to: gap < 0 ? from : from + GAP.length };
}
