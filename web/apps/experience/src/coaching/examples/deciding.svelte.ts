/** What a keeper makes of a proposal: the text that is to be kept, and what in it they have looked at. */
import type { Language } from '@hoolin/ui/i18n';
import type { Approval, Ask, Left, Text, Whole } from './told.ts';

interface Kept {
  who: 'customer' | 'agent';
  text: string;
  kept: boolean;
}

export class Deciding {
  turns = $state<Kept[]>([]);
  about = $state('');
  criteria = $state<string[]>([]);
  reasons = $state<string[]>([]);
  basis = $state<Approval['basis'] | ''>('');
  /** What still looks personal, after the last change; null while nobody has looked. */
  left = $state.raw<readonly Left[] | null>(null);
  /** Of these, those that somebody says are nobody's. */
  seen = $state<number[]>([]);
  #ask: Ask;
  #exemplar: string;
  #language: Language;

  constructor(ask: Ask, whole: Whole) {
    this.#ask = ask;
    this.#exemplar = whole.exemplar;
    this.#language = whole.language;
    this.turns = whole.turns.map(({ who, hidden }) => ({ who, text: hidden, kept: true }));
    this.reasons = [...whole.reasons];
    this.criteria = whole.criteria.filter((code) => code in whole.names.items);
  }

  get text(): Text {
    return { about: this.about.trim(), turns: this.turns.filter(({ kept, text }) => kept && text.trim()).map(({ who, text }) => ({ who, text: text.trim() })) };
  }
  /** Whether there is anything to look through. */
  get whole(): boolean {
    return this.text.about !== '' && this.text.turns.length > 0;
  }
  /** How many places are not looked at; what is known to be somebody's stays so until it is written otherwise. */
  get open(): number {
    return this.left?.filter(({ known }, at) => known || !this.seen.includes(at)).length ?? 0;
  }
  get ready(): boolean {
    return this.whole && this.left !== null && this.open === 0 && this.basis !== '' && this.criteria.length + this.reasons.length > 0;
  }
  get approval(): Approval {
    return {
      text: this.text,
      language: this.#language,
      criteria: this.criteria,
      reasons: this.reasons,
      basis: this.basis || 'asked',
      confirmed: (this.left ?? []).filter((_, at) => this.seen.includes(at)).map(({ turn, words }) => ({ turn, words })),
    };
  }

  /** Something was written otherwise: what was looked at counts no more. */
  touched = (): void => {
    this.left = null;
    this.seen = [];
  };

  async check(): Promise<void> {
    const left = await this.#ask.check(this.#exemplar, this.text);
    this.seen = [];
    this.left = left;
  }
}
