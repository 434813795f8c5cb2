/** The page's words. */
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

  /** What went wrong, as a sentence. */
  error = (code: string): string => this.word(`error.${code}`) ?? this.t('error.other');

  day = (at: number): string => new Date(at).toLocaleString(WRITTEN[this.language], { dateStyle: 'medium', timeStyle: 'short' });
}
