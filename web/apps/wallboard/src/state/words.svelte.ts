/** The board's words. */
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

  queue = (code: string): string => this.listed('queue', code);
}
