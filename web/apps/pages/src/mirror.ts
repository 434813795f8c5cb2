/** The site's own figures, drawn once: each with its interval, how many observations it stands on, and how it is counted. */

import { amount, interval, type Unit } from '@hoolin/ui/figures';
import { translator, type Language } from '@hoolin/ui/i18n';
import type words from '../texts/mirror-et.json';
import { begin, find, language } from './place.ts';

type Key = keyof typeof words;
type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;
type Silence = '' | 'nobody' | 'too_few' | 'never';

interface Figure {
  code: string;
  unit: Unit;
  n: number;
  value: number | null;
  low: number | null;
  high: number | null;
  why: Silence;
}
interface Definition {
  name: Readonly<Record<Language, string>>;
  meaning: Readonly<Record<Language, string>>;
  method: string;
}
interface Told {
  operator: string;
  begin: number;
  end: number;
  index: { points: number | null; low: number | null; high: number | null; why: Silence };
  figures: Figure[];
  definitions: Readonly<Record<string, Definition>>;
}

const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('../texts/mirror-et.json'),
  ru: () => import('../texts/mirror-ru.json'),
  en: () => import('../texts/mirror-en.json'),
};

function make(tag: string, ...inner: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...inner);
  return made;
}

function small(text: string): HTMLElement {
  const made = make('small', text);
  made.className = 'muted';
  return made;
}

function show(told: Told, say: Say): void {
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long' });
  find('operator').textContent = told.operator;
  find('state').textContent = say('period', { begin: day.format(told.begin), end: day.format(told.end) });
  const { index, definitions } = told;
  const [title, value, sure] = find('index').children as unknown as [HTMLElement, HTMLElement, HTMLElement];
  title.textContent = definitions['index']!.name[language];
  value.textContent = index.points === null ? say(index.why || 'nobody') : say('of_100', { points: amount(index.points, 'points', language) });
  sure.textContent = [index.points === null ? '' : interval(index.low, index.high, 'points', language), definitions['index']!.meaning[language]].filter(Boolean).join('. ');
  find('index').hidden = false;
  find('figures').querySelector('tbody')!.replaceChildren(...told.figures.map((figure) => row(figure, definitions[figure.code]!, say)));
  find('figures').querySelector('dl')!.replaceChildren(...told.figures.flatMap(({ code }) => method(definitions[code]!)));
  find('figures').hidden = false;
}

function row({ unit, value, low, high, n, why }: Figure, { name, meaning }: Definition, say: Say): Node {
  const head = make('th', name[language], small(meaning[language]));
  head.setAttribute('scope', 'row');
  const told =
    value === null ? make('td', say(why || 'nobody')) : make('td', amount(value, unit, language), small(say('most_likely', { range: interval(low, high, unit, language), n })));
  return make('tr', head, told);
}

/** Methods are written once, in the language that those who check them share. */
function method({ name, method: text }: Definition): Node[] {
  const said = make('dd', text);
  said.lang = 'en';
  return [make('dt', name[language]), said];
}

async function start(): Promise<void> {
  const say = translator<Key>(language, (await FILES[language]()).default as Record<Key, string>);
  find('state').textContent = say('loading');
  try {
    const response = await fetch('/api/v1/mirror');
    if (!response.ok) throw new Error();
    show((await response.json()) as Told, say);
  } catch {
    find('state').textContent = say('failed');
  }
}

begin('mirror', () => void start());
