/** The page's words, and the names of figures. */
import { PageWords } from '@hoolin/ui/svelte/words.svelte.ts';
import type et from '../i18n/et.json';
import type { Definition } from '../figures/told.ts';

export type Key = keyof typeof et;

const FILES = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};

export class Words extends PageWords<Key> {
  #definitions = $state.raw<Readonly<Record<string, Definition>>>({});

  constructor() {
    super(FILES);
  }

  define(definitions: Readonly<Record<string, Definition>>): void {
    this.#definitions = definitions;
  }

  definition(code: string): Definition | undefined {
    return this.#definitions[code];
  }

  /** A figure's or an item's name; a code that we do not know is shown as it is written. */
  figure(code: string): string {
    const name = this.#definitions[code]?.name[this.language];
    return name || code;
  }

  /** A channel, a line, a criterion. */
  named = (kind: 'channel' | 'criterion', code: string): string => this.listed(kind, code);
}
