/** Ready replies as those who keep them see them, and the calls for it. */
import type { Rest } from '@hoolin/client';
import type en from './texts/en.json';

export type Word = keyof typeof en;
export type Texts = Partial<Record<string, string>>;

export interface Reply {
  name: string;
  title: string;
  texts: Texts;
  number: number;
  at: number;
}
export interface Version {
  number: number;
  at: number;
  by: string;
  reply: { name: string; title: string; texts: Texts };
}
/** What is being written. number: of the version that it was made from; 0 for a new one. */
export interface Written {
  name: string;
  title: string;
  texts: Texts;
  number: number;
}

const path = (name: string): string => `/replies/${encodeURIComponent(name)}`;

export const listed = (rest: Rest): Promise<{ replies: Reply[]; variables: string[] }> => rest.ask('GET', '/replies');
export const versions = async (rest: Rest, name: string): Promise<Version[]> => (await rest.ask<{ versions: Version[] }>('GET', `${path(name)}/versions`)).versions;
export const retire = (rest: Rest, name: string): Promise<unknown> => rest.ask('DELETE', path(name));

/** Languages without words are left out. */
export const put = (rest: Rest, { name, title, texts, number }: Written): Promise<unknown> =>
  rest.ask('PUT', path(name), { title: title.trim(), after: number, texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text?.trim())) });
