/** Something is done with several conversations: each is asked for on its own, and what could not be done is named. */
import type { Answer, Command, Row } from '@hoolin/client';
import { isLanguage, translator, type Entry, type Translate } from '@hoolin/ui/i18n';
import { waiting } from '../later/told.ts';
import type { Desk } from '../state/desk.svelte.ts';
import { commandFor, undoing, type Before, type Unasked, type Wish } from './plan.ts';
import type et from './texts/et.json';

export const CHOSEN_MAX = 100;
const THINK_MS = 8_000; // what has ended never begins again: so long it is only about to be
const PATIENCE_MS = 30_000;

export type Word = keyof typeof et;
export type Say = Translate<Word>;
const FILES = { et: () => import('./texts/et.json'), ru: () => import('./texts/ru.json'), en: () => import('./texts/en.json') };

export async function wordsOf(language: string): Promise<Say> {
  const spoken = isLanguage(language) ? language : 'et';
  return translator<Word>(spoken, (await FILES[spoken]()).default as Record<Word, Entry>);
}

/** why: a code of the server's, or what was known without asking. */
export interface Failed {
  row: Row;
  why: string;
}

const LOCAL: readonly string[] = ['waits', 'already', 'fixed'] satisfies (Unasked | 'fixed')[];

export class Bulk {
  working = $state.raw<{ done: number; n: number } | null>(null);
  failed = $state.raw<readonly Failed[]>([]);
  #cancel: (() => void) | null = null;

  /** Asks it of everything that is chosen; what is closed is closed only after a moment to think again. */
  async begin(desk: Desk, say: Say, wish: Wish): Promise<void> {
    const rows = [...(desk.inbox.chosen?.values() ?? [])].slice(0, CHOSEN_MAX).map((row) => desk.live.row(row.interaction) ?? row);
    if (!rows.length || this.working) return;
    if (wish.what === 'close' && !(await this.#thinks(desk, say, rows.length))) return desk.shared.notices.say(say('kept'));
    const { snoozed } = await waiting(desk.shared.rest).catch(() => ({ snoozed: [] }));
    const before = rows.map((row): Before => {
      const found = snoozed.find(({ interaction }) => interaction === row.interaction);
      return { row, put_off: found && { due_at: found.due_at, wakes: found.wakes } };
    });
    const me = desk.live.myAgent ?? '';
    const done = await this.#each(desk, before, (one) => [commandFor(wish, one, me)]);
    desk.inbox.chosen = this.failed.length ? new Map(this.failed.map(({ row }) => [row.interaction, row])) : null;
    const undo = done.some((one) => undoing(wish, one, me).length) ? { label: say('undo'), run: () => void this.#undo(desk, say, wish, done) } : undefined;
    const { notices } = desk.shared;
    if (this.failed.length) notices.say(say('some', { n: done.length, failed: this.failed.length }), true, undo);
    else notices.say(say('done', { n: done.length }), false, undo);
    if (this.failed.length) desk.doWithChosen('results');
  }

  async #undo(desk: Desk, say: Say, wish: Wish, done: readonly Before[]): Promise<void> {
    const me = desk.live.myAgent ?? '';
    const back = await this.#each(desk, done, (one) => {
      const commands = undoing(wish, one, me);
      return commands.length ? commands : ['fixed'];
    });
    const failed = this.failed.length;
    desk.shared.notices.say(failed ? say('undoneSome', { n: back.length, failed }) : say('undone', { n: back.length }), failed > 0);
    if (failed) desk.doWithChosen('results');
  }

  /** One after the other; gives those of which everything was done. */
  async #each(desk: Desk, ones: readonly Before[], asked: (one: Before) => (Command | Unasked | 'fixed')[]): Promise<Before[]> {
    const done: Before[] = [];
    const failed: Failed[] = [];
    for (const one of ones) {
      this.working = { done: done.length + failed.length, n: ones.length };
      let why = '';
      for (const command of asked(one)) {
        if (why) break;
        if (typeof command === 'string') why = command;
        else {
          const answer = await this.#answer(desk, command);
          if (!answer.accepted) why = answer.code;
        }
      }
      if (why) failed.push({ row: one.row, why });
      else done.push(one);
    }
    this.working = null;
    this.failed = failed;
    return done;
  }

  #answer({ live }: Desk, command: Command): Promise<Answer> {
    if (live.connection !== 'live') return Promise.resolve({ accepted: false, n: 0, code: 'offline', detail: {} });
    return new Promise((resolve) => {
      let key = '';
      const late = setTimeout(() => (off(), resolve({ accepted: false, n: 0, code: 'timed_out', detail: {} })), PATIENCE_MS);
      const off = live.bus.on('answered', (told) => {
        if (told.key !== key) return;
        clearTimeout(late);
        off();
        resolve(told.answer);
      });
      key = live.ask(command);
    });
  }

  /** Whether nobody thought again. Whoever leaves the page meanwhile has closed nothing. */
  #thinks({ shared: { notices } }: Desk, say: Say, n: number): Promise<boolean> {
    this.#cancel?.();
    return new Promise((resolve) => {
      const end = (goes: boolean): void => (clearTimeout(timer), (this.#cancel = null), notices.dismiss(), resolve(goes));
      const timer = setTimeout(() => end(true), THINK_MS);
      this.#cancel = () => end(false);
      notices.say(say('soon', { n }), false, { label: say('undo'), run: () => end(false) });
    });
  }
}

/** Why it was not done, in words. */
export const whyNot = (say: Say, error: (code: string) => string, { why }: Failed): string => (LOCAL.includes(why) ? say(why as Word) : error(why));

export const bulk = new Bulk();
