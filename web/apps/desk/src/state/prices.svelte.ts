/** The published prices as lines for customers, by language: fetched when a conversation in that language is opened, and anew after a while. */
import type { PriceLine, PriceLines, Rest } from '@hoolin/client';
import type { Bus, DeskEvents } from './bus.ts';

const REFUSED: readonly string[] = ['price_words', 'not_on_list', 'no_prices'];
const FRESH_MS = 300_000; // a list changes at a midnight, and the server refuses what holds no more

/** An amount of money as it is typed; as in catalogue/lint.py. */
const AMOUNT = /(?<![\w.,])\d[\d\s\u00a0]*(?:[.,]\d{1,2})?\s*(?:€|eur\b|eurot?\b|eurosse\b|евро)|€\s*\d+(?:[.,]\d{1,2})?/giu;

export class Prices {
  #lists = $state.raw<Readonly<Record<string, PriceLines>>>({});
  #fetchedAt = new Map<string, number>();
  #rest: Pick<Rest, 'priceLines'>;

  /** bus: a price that is refused says that the list here holds no more. */
  constructor(rest: Pick<Rest, 'priceLines'>, bus: Bus<DeskEvents>) {
    this.#rest = rest;
    bus.on('answered', ({ answer }) => {
      if (!answer.accepted && REFUSED.includes(answer.code)) this.#renew();
    });
  }

  /** The lines in a language; empty until they are here, or where nothing is published. */
  lines = (language: string): readonly PriceLine[] => this.#lists[language]?.items ?? [];

  async look(language: string): Promise<void> {
    const now = Date.now();
    if (now - (this.#fetchedAt.get(language) ?? 0) < FRESH_MS) return;
    this.#fetchedAt.set(language, now);
    try {
      const found = await this.#rest.priceLines(language);
      this.#lists = { ...this.#lists, [language]: found };
    } catch {
      this.#fetchedAt.delete(language);
    }
  }

  #renew(): void {
    this.#fetchedAt.clear();
    for (const language of Object.keys(this.#lists)) void this.look(language);
  }

  /** Which prices a text gives in the published words. */
  shown = (language: string, text: string): string[] => shownIn(text, this.lines(language));

  /** The amounts in a text that are not from the list. */
  typed = (language: string, text: string): string[] => typedIn(text, this.lines(language));
}

export const shownIn = (text: string, lines: readonly PriceLine[]): string[] => lines.filter((line) => text.includes(line.text)).map(({ code }) => code);

export function typedIn(text: string, lines: readonly PriceLine[]): string[] {
  const rest = lines.reduce((left, line) => left.replaceAll(line.text, ' '), text);
  return [...new Set(rest.match(AMOUNT)?.map((found) => found.trim()) ?? [])];
}
