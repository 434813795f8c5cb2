/** The library of whoever is here, fetched when somebody first needs it, and again when it may have changed. */
import type { Rest } from '@hoolin/client';
import type { Option, PickWords } from '@hoolin/ui/find';
import type { Language } from '@hoolin/ui/i18n';
import { createContext } from 'svelte';
import type { CoachingWords } from '../words.ts';
import { calledIn, type Kind, type Library, type Pointer, type Thing } from './told.ts';

const FRESH_MS = 20_000;

export class Things {
  #rest: Rest;
  #library = $state.raw<Library | null>(null);
  #asked = -Infinity;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Whether it is here: what is not found before then may well be there. */
  get ready(): boolean {
    return this.#library !== null;
  }
  /** Whether what is not found is not there. */
  gone = (one: Pointer): boolean => this.#library !== null && !this.find(one) && !(one.kind === 'exemplar' && this.#library.more);
  get all(): readonly Thing[] {
    return this.#library?.things ?? [];
  }
  get advice(): Library['advice'] {
    return this.#library?.advice ?? [];
  }

  /** What an item of the register is called; '' of what is not known. */
  item = (code: string, language: Language): string => this.#library?.items[code]?.[language] ?? '';

  /** Whatever shows or offers something asks; what cannot be had is no reason to stop. */
  want(): void {
    if (performance.now() - this.#asked < FRESH_MS) return;
    this.#asked = performance.now();
    void this.#rest.ask<Library>('GET', '/coaching/library').then(
      (found) => (this.#library = found),
      () => (this.#asked = -Infinity),
    );
  }

  /** Something is pointed to that is not known here: it may be newer than what was fetched. */
  missed(): void {
    if (this.ready) this.#asked = -Infinity;
    this.want();
  }

  find = ({ kind, id }: Pointer): Thing | undefined => this.all.find((one) => one.kind === kind && one.id === id);

  /** To choose from: each with what it teaches; under headings where there are several kinds. */
  options(kinds: readonly Kind[], language: Language, heading: (kind: Kind) => string): Option[] {
    return kinds.flatMap((kind) =>
      this.all
        .filter((one) => one.kind === kind)
        .map((one) => ({ value: `${kind}/${one.id}`, name: calledIn(one, language), about: one.criteria.map((code) => this.item(code, language)).filter(Boolean).join(' · '), ...(kinds.length > 1 && { group: heading(kind) }) }))
        .sort((a, b) => a.name.localeCompare(b.name, language)),
    );
  }
}
export const [useThings, setThings] = createContext<Things>();

/** What pickers say on these pages. */
export const pickWords = ({ t }: CoachingWords): PickWords => ({
  find: t('pick_find'),
  none: t('pick_none'),
  more: (n) => t('pick_more', { n }),
  clear: t('pick_clear'),
  out: (name) => t('pick_out', { name }),
});
