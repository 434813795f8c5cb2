/** The items of the register: what they are called, and which of them are fatal. */
import type { Rest } from '@hoolin/client';
import type { Language } from '@hoolin/ui/i18n';
import { said, type Item } from './told.ts';

export class Items {
  #known = $state.raw<ReadonlyMap<string, Item>>(new Map());

  async load(rest: Rest): Promise<void> {
    const told = await rest.ask<{ in_force: { register: { items: Item[] } } }>('GET', '/experience/register');
    this.#known = new Map(told.in_force.register.items.map((item) => [item.code, item]));
  }

  /** An item that is no longer there is shown by its code. */
  name = (code: string, language: Language): string => said(this.#known.get(code)?.name, language) || code;
  fatal = (code: string): boolean => this.#known.get(code)?.fatal ?? false;
}
