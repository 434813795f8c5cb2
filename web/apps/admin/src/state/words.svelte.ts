/** The page's words, and how it writes times and numbers. */
import { WRITTEN } from '@hoolin/ui/i18n';
import { PageWords } from '@hoolin/ui/svelte/words.svelte.ts';
import type et from '../i18n/et.json';

export type Key = keyof typeof et;

const FILES = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};

export class Words extends PageWords<Key> {
  constructor() {
    super(FILES);
  }

  /** A word for a code of a list; a code that we do not know is shown as it is written. */
  of = (list: 'kind' | 'exit' | 'field' | 'problem' | 'why' | 'channel' | 'error' | 'choice', code: string): string => this.word(`${list}.${code}`) ?? code;

  /** What to do about a refusal: by its code, else in general. */
  error = (code: string): string => this.word(`error.${code}`) ?? this.t('error.other');

  moment(at: number): string {
    return new Intl.DateTimeFormat(WRITTEN[this.language], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  number(value: number): string {
    return new Intl.NumberFormat(WRITTEN[this.language], { maximumFractionDigits: 1 }).format(value);
  }
}
