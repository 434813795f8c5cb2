/** The published prices, drawn once: plans with what may come beside them, every fee, and what changed when. */

import { translator, type Language } from '@hoolin/ui/i18n';
import type words from '../texts/prices-et.json';
import { begin, find, language } from './place.ts';

type Key = keyof typeof words;
type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;
type Words = Readonly<Record<Language, string>>;
type Per = 'once' | 'month' | 'year' | 'day' | 'gigabyte' | 'megabyte' | 'minute' | 'message' | 'hour' | 'piece';

interface Fee {
  code: string;
  name: Words;
  amount: number;
  per: Per;
  about: Words;
}
interface Plan extends Fee {
  includes: Words[];
  fees: string[];
}
interface List {
  number: number;
  prices: { valid_from: number; currency: string; plans: Plan[]; fees: Fee[] };
}
interface Change {
  what: 'new' | 'gone' | 'cheaper' | 'dearer' | 'charged_otherwise' | 'said_otherwise';
  name: Words;
  amount: number | null;
  per: Per | null;
  was: number | null;
  was_per: Per | null;
}
interface Told {
  operator: string;
  in_force: List | null;
  to_come: List | null;
  editions: { number: number; valid_from: number; changes: Change[] }[];
}

const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('../texts/prices-et.json'),
  ru: () => import('../texts/prices-ru.json'),
  en: () => import('../texts/prices-en.json'),
};

/** An element with a class and what is in it. */
function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string, ...inner: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inner);
  return made;
}

class Page {
  readonly #say: Say;
  readonly #day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long' });

  constructor(say: Say) {
    this.#say = say;
  }

  show({ operator, in_force, to_come, editions }: Told): void {
    find('operator').textContent = operator;
    find('state').textContent = in_force ? this.#say('since', { day: this.#when(in_force.prices.valid_from) }) : this.#say('none');
    if (to_come) {
      find('coming').textContent = this.#say('coming', { day: this.#when(to_come.prices.valid_from) });
      find('coming').hidden = false;
    }
    if (in_force) {
      const { plans, fees, currency } = in_force.prices;
      const named = new Map(fees.map((fee) => [fee.code, fee]));
      this.#fill('plans', '.cards', plans.map((plan) => this.#plan(plan, named, currency)));
      this.#fill('fees', 'tbody', fees.map((fee) => this.#fee(fee, currency)));
    }
    const currency = (in_force ?? to_come)?.prices.currency ?? 'EUR';
    this.#fill('history', 'ol', editions.map((edition) => this.#edition(edition, currency)));
  }

  #fill(section: string, place: string, drawn: Node[]): void {
    find(section).hidden = !drawn.length;
    find(section).querySelector(place)!.replaceChildren(...drawn);
  }

  #plan(plan: Plan, fees: ReadonlyMap<string, Fee>, currency: string): Node {
    const beside = plan.fees.map((code) => fees.get(code)).filter((fee) => fee !== undefined);
    return make(
      'article',
      'card',
      make('h3', '', plan.name[language]),
      make('p', 'price', make('strong', '', this.#money(plan.amount, currency)), ` ${this.#say(plan.per)}`),
      ...(plan.about[language] ? [make('p', '', plan.about[language])] : []),
      make('ul', '', ...plan.includes.map((line) => make('li', '', line[language]))),
      make('p', 'muted', beside.length ? this.#say('beside', { fees: beside.map((fee) => fee.name[language]).join(', ') }) : this.#say('nothing_beside')),
    );
  }

  #fee(fee: Fee, currency: string): Node {
    const name = make('th', '', fee.name[language]);
    name.scope = 'row';
    if (fee.about[language]) name.append(make('small', 'muted', fee.about[language]));
    return make('tr', '', name, make('td', '', fee.amount ? `${this.#money(fee.amount, currency)} ${this.#say(fee.per)}` : this.#say('free')));
  }

  #edition({ valid_from, changes }: Told['editions'][number], currency: string): Node {
    const first = changes.length > 0 && changes.every(({ what }) => what === 'new');
    const lines = first ? [this.#say('first')] : changes.map((change) => this.#change(change, currency));
    return make('li', '', make('h3', '', this.#when(valid_from)), make('ul', '', ...lines.map((line) => make('li', '', line))));
  }

  #change({ what, name, amount, per, was, was_per }: Change, currency: string): string {
    const price = (value: number | null, unit: Per | null): string => (value === null || !unit ? '' : `${this.#money(value, currency)} ${this.#say(unit)}`);
    return this.#say(what, { name: name[language], now: price(amount, per), was: price(was, was_per) });
  }

  #money(cents: number, currency: string): string {
    const digits = cents % 100 ? 2 : 0;
    return new Intl.NumberFormat(language === 'en' ? 'en-IE' : language, { style: 'currency', currency, minimumFractionDigits: digits }).format(cents / 100);
  }

  #when(at: number): string {
    return this.#day.format(at);
  }
}

async function start(): Promise<void> {
  const say = translator<Key>(language, (await FILES[language]()).default as Record<Key, string>);
  const page = new Page(say);
  find('state').textContent = say('loading');
  try {
    const response = await fetch('/api/v1/prices');
    if (!response.ok) throw new Error();
    page.show((await response.json()) as Told);
  } catch {
    find('state').textContent = say('failed');
  }
}

begin('prices', () => void start());
