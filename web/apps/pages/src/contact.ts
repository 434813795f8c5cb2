/**
 * What is true just now on the choice board: asked again every few seconds while somebody looks, drawn into what stands there
 * already, so that nothing jumps and the focus stays where it is.
 */

import { translator, type Language } from '@hoolin/ui/i18n';
import { moment, spoken, type Contact, type Way } from '@hoolin/ui/wait';
import type words from '../texts/contact-et.json';
import { callback } from './callback.ts';
import { begin, find, language } from './place.ts';
import { named } from './ways.ts';

export type Key = keyof typeof words;
export type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** The server works it out at most once a second. */
const ASK_MS = 4_000;

const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  et: () => import('../texts/contact-et.json'),
  ru: () => import('../texts/contact-ru.json'),
  en: () => import('../texts/contact-en.json'),
};
const fragment = new URLSearchParams(location.hash.slice(1));
const pass = fragment.get('pass') ?? '';

export function lasting(say: Say, low: number, high: number): string {
  const { key, time } = spoken(low, high, language);
  return key === 'time' ? time : say(key, { time });
}

class Line {
  readonly item = document.createElement('li');
  readonly #title = this.item.appendChild(document.createElement('h2'));
  readonly #wait = this.item.appendChild(document.createElement('p'));
  readonly #cost = this.item.appendChild(document.createElement('p'));
  readonly #act: HTMLAnchorElement | HTMLButtonElement;

  constructor(way: Way, ask: () => void) {
    this.#wait.className = 'wait';
    this.#cost.className = 'muted';
    this.#act = this.item.appendChild(document.createElement(way.reply === 'call' ? 'button' : 'a'));
    if (this.#act instanceof HTMLButtonElement) this.#act.onclick = ask;
  }

  show(way: Way, name: string, now: number, say: Say): void {
    this.item.classList.toggle('closed', !way.open);
    write(this.#title, name);
    write(this.#wait, standing(way, now, say));
    write(this.#cost, way.cost_text || say(`cost_${way.cost}`));
    const act = say(way.channel === 'voice' ? 'act_voice' : `act_${way.reply}`);
    write(this.#act, act);
    this.#act.ariaLabel = `${act}: ${name}`;
    if (this.#act instanceof HTMLAnchorElement) this.#act.href = way.link;
  }
}

/** Only what has changed, so that a reader's selection stays. */
const write = (place: HTMLElement, text: string): void => void (place.textContent === text || (place.textContent = text));

function standing(way: Way, now: number, say: Say): string {
  const when = (at: number) => moment(at, now, language);
  if (way.opens_at) return say('opens', { when: when(way.opens_at) });
  const until = way.open_until ? ` ${say('open_until', { when: when(way.open_until) })}` : '';
  if (!way.wait) return say(way.reply === 'call' ? 'nobody_call' : 'nobody') + until;
  return say(way.reply, { time: lasting(say, way.wait.low_ms, way.wait.high_ms) }) + until;
}

async function start(): Promise<void> {
  const say = translator<Key>(language, (await FILES[language]()).default as Record<Key, string>);
  const list = find('ways');
  const state = find('state');
  const lines = new Map<string, Line>();
  const form = callback(find('callback'), { say, language, pass });
  let first = true;
  state.textContent = say('loading');

  const show = ({ at, operator, carries, ways }: Contact): void => {
    write(find('operator'), operator);
    find('carried').hidden = !carries;
    write(state, ways.some(({ wait }) => wait) ? say('level') : '');
    const drawn = ways.map((way) => {
      const key = `${way.channel}/${way.account}`;
      let line = lines.get(key);
      if (!line) lines.set(key, (line = new Line(way, form.open)));
      line.show(way, named(way, ways, say), at, say);
      return line.item;
    });
    if (drawn.some((item, place) => list.children[place] !== item) || list.children.length !== drawn.length)
      list.replaceChildren(...drawn);
    if (first && fragment.has('callback') && ways.some(({ channel }) => channel === 'callback')) form.open();
    first = false;
  };
  const ask = (): Promise<void> =>
    fetch(`/api/v1/contact?${new URLSearchParams({ language, pass })}`)
      .then((response) => (response.ok ? (response.json() as Promise<Contact>) : Promise.reject(new Error())))
      .then(show, () => write(state, say('failed')));
  await ask();
  setInterval(() => void (document.hidden || ask()), ASK_MS);
}

begin('contact', () => void start());
