/** The site's own figures, drawn anew each minute while somebody looks: each in words, with its interval, and how many it rests on. */

import { amount, duration, type Unit } from '@hoolin/ui/figures';
import { translator, type Language } from '@hoolin/ui/i18n';
import { spoken, type Way } from '@hoolin/ui/wait';
import type words from '../texts/mirror-et.json';
import { begin, find, language } from './place.ts';
import { named } from './ways.ts';

type Key = keyof typeof words;
type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;
type Words = Readonly<Record<Language, string>>;

interface Interval {
  low: number | null;
  high: number | null;
}
interface Score extends Interval {
  code: Key;
  weight: number;
  points: number | null;
}
interface Shown {
  definition: { code: string; name: Words; meaning: Words };
  figure: Interval & { unit: Unit; value: number | null; n: number; why: string };
}
interface Step extends Interval {
  ms: number;
  share: number;
}
/** curve: `[ms, share, standard error, low, high, at risk]` by growing time; empty where there are too few to say. */
interface Probed {
  channel: string;
  asked: number;
  curve: [number, number, number, number, number, number][];
}
interface Told {
  begin: number;
  end: number;
  operator: string;
  index: Score;
  criteria: Score[];
  curve: { n: number; steps: Step[] };
  figures: Shown[];
  probes: Probed[];
  now: { people: number; waiting: number; ways: Pick<Way, 'channel' | 'account' | 'open' | 'wait'>[] };
}

const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('../texts/mirror-et.json'),
  ru: () => import('../texts/mirror-ru.json'),
  en: () => import('../texts/mirror-en.json'),
};
const AGAIN_MS = 60_000;
const SVG = 'http://www.w3.org/2000/svg';

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string, ...inner: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inner);
  return made;
}

function shape(tag: string, fields: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(fields)) made.setAttribute(name, String(value));
  return made;
}

/** A value on its way from 0 to 1, with the interval that it lies in. It says nothing that the words beside it do not say. */
function bar(value: number, low: number, high: number): SVGElement {
  const at = (share: number): number => 4 + 92 * Math.min(1, Math.max(0, share));
  const drawn = shape('svg', { viewBox: '0 0 100 8', class: 'bar', 'aria-hidden': 'true', focusable: 'false' });
  drawn.append(
    shape('line', { x1: 4, x2: 96, y1: 4, y2: 4, class: 'whole' }),
    shape('line', { x1: at(low), x2: at(high), y1: 4, y2: 4, class: 'likely' }),
    shape('circle', { cx: at(value), cy: 4, r: 3, class: 'value' }),
  );
  return drawn;
}

class Page {
  readonly #say: Say;
  readonly #number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  readonly #day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long' });

  constructor(say: Say) {
    this.#say = say;
  }

  show(told: Told): void {
    find('operator').textContent = told.operator;
    find('state').textContent = this.#say('period', { begin: this.#day.format(told.begin), end: this.#day.format(told.end) });
    this.#now(told.now);
    this.#index(told.index, told.criteria);
    this.#fill('curve', told.curve.steps.length ? told.curve.steps.map((step) => this.#step(step, told.curve.n)) : [this.#few(2)]);
    this.#fill('figures', told.figures.map((one) => this.#figure(one)));
    if (told.probes.length) this.#fill('probes', told.probes.map((one) => this.#probe(one)));
  }

  #now({ people, waiting, ways }: Told['now']): void {
    find('now').querySelector('.lead')!.textContent = this.#say('people', { n: people, waiting });
    this.#fill('now', ways.map((way) => this.#row(named(way, ways, this.#say), make('td', '', this.#wait(way)))));
  }

  #wait({ open, wait }: Told['now']['ways'][number]): string {
    if (!open) return this.#say('closed');
    if (!wait) return this.#say('nobody');
    const { key, time } = spoken(wait.low_ms, wait.high_ms, language);
    return key === 'time' ? time : this.#say(key, { time });
  }

  #index(index: Score, criteria: Score[]): void {
    const large = find('index').querySelector('.large')!;
    large.replaceChildren(...this.#points(index));
    this.#fill('index', criteria.map((one) => {
      const row = this.#row(this.#say(one.code), make('td', '', ...this.#points(one)));
      row.append(make('td', 'number', this.#number.format(one.weight)));
      return row;
    }));
  }

  #points({ points, low, high }: Score): (Node | string)[] {
    if (points === null || low === null || high === null) return [make('span', 'muted', this.#say('too_few'))];
    const [said, from, to] = [points, low, high].map((value) => amount(value, 'points', language));
    return [make('strong', '', said!), ' ', make('small', '', this.#say('between', { low: from!, high: to! })), bar(points / 100, low / 100, high / 100)];
  }

  #step({ ms, share, low, high }: Step, n: number): HTMLElement {
    return this.#row(duration(ms, language), this.#value({ unit: 'share', value: share, low, high, n }));
  }

  #figure({ definition, figure }: Shown): HTMLElement {
    const name = make('th', '', definition.name[language], make('small', 'muted', definition.meaning[language]));
    name.scope = 'row';
    return make('tr', '', name, this.#value(figure));
  }

  #value({ unit, value, low, high, n }: Omit<Shown['figure'], 'why'>): HTMLElement {
    if (value === null) return make('td', 'muted', this.#say('too_few'));
    const written = amount(value, unit, language);
    const said = unit === 'per_1000' ? this.#say('per_1000', { n: written }) : unit === 'points' ? this.#say('of_100', { n: written }) : written;
    const observed = this.#say('observed', { n });
    const told = make('small', '', observed);
    const cell = make('td', '', make('strong', '', said), ' ', told);
    if (low === null || high === null) return cell;
    told.textContent = `${this.#say('between', { low: amount(low, unit, language), high: amount(high, unit, language) })}, ${observed}`;
    const whole = unit === 'share' ? 1 : unit === 'points' ? 100 : 0;
    if (whole) cell.append(bar(value / whole, low / whole, high / whole));
    return cell;
  }

  /** How many a person had answered in the end. */
  #probe({ channel, asked, curve }: Probed): HTMLElement {
    const [, value = null, , low = null, high = null] = curve.at(-1) ?? [];
    return this.#row(named({ channel, account: '' }, [], this.#say), this.#value({ unit: 'share', value, low, high, n: asked }));
  }

  #row(name: string, cell: HTMLElement): HTMLElement {
    const head = make('th', '', name);
    head.scope = 'row';
    return make('tr', '', head, cell);
  }

  #few(columns: number): HTMLElement {
    const cell = make('td', 'muted', this.#say('too_few'));
    cell.colSpan = columns;
    return make('tr', '', cell);
  }

  #fill(section: string, rows: Node[]): void {
    find(section).hidden = false;
    find(section).querySelector('tbody')!.replaceChildren(...rows);
  }
}

async function start(): Promise<void> {
  const say = translator<Key>(language, (await FILES[language]()).default as Record<Key, string>);
  const page = new Page(say);
  find('state').textContent = say('loading');
  const look = async (): Promise<void> => {
    try {
      const response = await fetch('/api/v1/mirror');
      if (!response.ok) throw new Error();
      page.show((await response.json()) as Told);
    } catch {
      find('state').textContent = say('failed');
    }
  };
  await look();
  setInterval(() => void (document.hidden || look()), AGAIN_MS);
}

begin('mirror', () => void start());
