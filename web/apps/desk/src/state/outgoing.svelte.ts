/** Messages on their way: shown at once, until the journal's own copy arrives; kept with their words when refused. */
import type { Attachment, FactFrame, SendMessage } from '@hoolin/client';
import type { Live } from './live.svelte.ts';

export interface Pending {
  key: string;
  interaction: string;
  text: string;
  attachments: Attachment[];
  at: number;
  state: 'sending' | 'accepted' | 'refused';
  code: string;
  more?: More;
}

/** What a channel takes beside text and files. */
export type More = Pick<SendMessage, 'letter' | 'hold_ms' | 'unless_answered' | 'shows' | 'promises'>;

export class Outgoing {
  #pending = $state.raw<Pending[]>([]);
  #live: Live;
  #name: string;

  constructor(live: Live, account: string) {
    this.#live = live;
    this.#name = `hoolin.refused.${account}`;
    this.#pending = [...this.#refusedBefore(), ...this.#onTheirWay()];
    live.bus.on('answered', ({ key, answer }) => {
      if (answer.accepted) this.#change(key, { state: 'accepted' });
      else this.#change(key, { state: 'refused', code: answer.code });
    });
    live.bus.on('fact', (frame) => this.#arrived(frame));
  }

  of(interaction: string): Pending[] {
    return this.#pending.filter((pending) => pending.interaction === interaction);
  }

  send(interaction: string, text: string, attachments: Attachment[], more: More = {}): void {
    const named = attachments.map(({ blob, name }) => ({ blob, name }));
    const key = this.#live.ask({ command: 'send_message', interaction, text, attachments: named, ...more });
    this.#set([...this.#pending, { key, interaction, text, attachments, at: Date.now(), state: 'sending', code: '', more }]);
  }

  again(pending: Pending): void {
    this.discard(pending);
    this.send(pending.interaction, pending.text, pending.attachments, pending.more);
  }

  discard(pending: Pending): void {
    this.#set(this.#pending.filter(({ key }) => key !== pending.key));
  }

  /** The thread was fetched again: what was accepted before is in it. */
  fetched(interaction: string): void {
    this.#set(this.#pending.filter((pending) => pending.interaction !== interaction || pending.state !== 'accepted'));
  }

  /** Our own words came back as a fact: from then on the journal's copy is shown. The first with this text is the one. */
  #arrived({ message, fact }: FactFrame): void {
    if (fact.fact !== 'message_sent' || !message || message.agent !== this.#live.myAgent) return;
    const at = this.#pending.findIndex(
      (pending) => pending.state !== 'refused' && pending.interaction === fact.interaction && pending.text === message.text,
    );
    if (at >= 0) this.#set(this.#pending.toSpliced(at, 1));
  }

  #change(key: string, changes: Partial<Pending>): void {
    if (this.#pending.some((pending) => pending.key === key))
      this.#set(this.#pending.map((pending) => (pending.key === key ? { ...pending, ...changes } : pending)));
  }

  #set(pending: Pending[]): void {
    this.#pending = pending;
    const refused = pending.filter(({ state }) => state === 'refused');
    if (refused.length) localStorage.setItem(this.#name, JSON.stringify(refused));
    else localStorage.removeItem(this.#name);
  }

  #refusedBefore(): Pending[] {
    return JSON.parse(localStorage.getItem(this.#name) ?? '[]') as Pending[];
  }

  #onTheirWay(): Pending[] {
    return this.#live.unanswered.flatMap(({ key, command, at }): Pending[] => {
      if (command.command !== 'send_message') return [];
      const { interaction, text, letter, hold_ms, unless_answered, shows, promises } = command;
      const more: More = { ...(letter && { letter }), ...(hold_ms && { hold_ms }), ...(unless_answered && { unless_answered }), ...(shows && { shows }), ...(promises && { promises }) };
      const attachments = command.attachments.map(({ blob, name }) => ({ blob, name, media_type: '', size: 0 }));
      return [{ key, interaction, text, attachments, at, state: 'sending', code: '', more }];
    });
  }
}
