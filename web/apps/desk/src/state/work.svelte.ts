/** What an agent does with a conversation, as commands; and what is said when one is refused. */
import { leaveDraft, type Answer, type Command, type Offer, type Outcome, type Presence, type Row, type Tried } from '@hoolin/client';
import type { Conversation } from './conversation.svelte.ts';
import { easing } from './later.svelte.ts';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Words } from './words.svelte.ts';

type Simple = Extract<Command, { command: 'take' | 'hold' | 'resume' | 'park' | 'unpark' | 'start_wrap_up' }>['command'];

export class Work {
  /** Which conversation each note was written in, until it is answered. */
  #notes = new Map<string, string>();
  /** What is said once something was accepted. */
  #said = new Map<string, string>();
  #live: Live;
  #conversation: Conversation;
  #notices: Notices;
  #words: Words;

  constructor(live: Live, conversation: Conversation, notices: Notices, words: Words) {
    this.#live = live;
    this.#conversation = conversation;
    this.#notices = notices;
    this.#words = words;
    live.bus.on('answered', ({ key, command, answer }) => this.#answered(key, command, answer));
  }

  setPresence = (presence: Presence, reason = ''): void => this.#ask({ command: 'set_presence', presence, reason });

  breather = (command: 'wish_breather' | 'end_breather'): void => this.#ask({ command });

  accept = ({ offer, interaction }: Offer): void => this.#ask({ command: 'accept_offer', offer, interaction });
  decline = ({ offer, interaction }: Offer): void => this.#ask({ command: 'decline_offer', offer, interaction });

  simple(command: Simple): void {
    const interaction = this.#conversation.interaction;
    if (interaction) this.#ask({ command, interaction });
  }

  transfer(row: Row, to: { queue: string } | { to_agent: string }, note: string): void {
    this.#ask({ command: 'transfer', interaction: row.interaction, ...to, note });
  }

  close = (row: Row, outcome: Outcome, reasons: string[]): void =>
    this.#ask({ command: 'close', interaction: row.interaction, outcome, reasons });

  recall = (interaction: string, message: string, said = ''): void => this.#ask({ command: 'recall_message', interaction, message }, said);
  moveMessage = ({ interaction, message }: { interaction: string; message: string }, due_at: number, unless_answered: boolean, said = ''): void =>
    this.#ask({ command: 'move_message', interaction, message, due_at, unless_answered }, said);
  sendAgain = (interaction: string, message: string): void => this.#ask({ command: 'send_again', interaction, message });
  tried = (interaction: string, outcome: Tried): void => this.#ask({ command: 'callback_tried', interaction, outcome });

  defer = (interaction: string, due_at: number, wakes: boolean, said = ''): void => this.#ask({ command: 'defer', interaction, due_at, wakes }, said);
  take = (interaction: string): void => this.#ask({ command: 'take', interaction });

  sayPrice = (interaction: string, codes: string[]): void => this.#ask({ command: 'say_price', interaction, codes });
  consent = (interaction: string, plan: string, how: 'written' | 'spoken'): void => this.#ask({ command: 'note_consent', interaction, plan, how });

  tape = (command: 'pause_recording' | 'resume_recording' | 'stop_recording', interaction: string): void =>
    this.#ask({ command, interaction });
  refuseRecording = (customer: string, refuses: boolean): void => this.#ask({ command: 'refuse_recording', customer, refuses });
  rename = (customer: string, name: string): void => this.#ask({ command: 'rename_customer', customer, name });
  solve = (id: string): void => this.#ask({ command: 'solve_case', case: id });
  reopen = (id: string): void => this.#ask({ command: 'reopen_case', case: id });

  /** Notes, like messages, wait for the connection if there is none. */
  addNote(row: Row, text: string): void {
    this.#notes.set(this.#live.ask({ command: 'add_note', case: row.case, text }), row.interaction);
  }

  /** A click means "now". Without a connection it is refused here, so that it does not happen by surprise later. */
  #ask(command: Command, said = ''): void {
    if (this.#live.connection === 'live') this.#said.set(this.#live.ask(command), said);
    else this.#notices.say(this.#words.error('offline'), true);
  }

  #answered(key: string, command: Command, answer: Answer): void {
    const interaction = this.#notes.get(key);
    const said = this.#said.get(key);
    this.#notes.delete(key);
    this.#said.delete(key);
    if (answer.accepted) {
      if (said) this.#notices.say(said);
      if (command.command === 'add_note') this.#notices.say(this.#words.t('note.saved'));
      if (command.command === 'callback_tried') this.#notices.say(this.#words.t('callback.noted'));
      if (command.command === 'say_price') this.#notices.say(this.#words.t('price.noted'));
      if (command.command === 'note_consent') this.#notices.say(this.#words.t('price.consentNoted'));
      if (command.command === 'transfer') this.#notices.say(this.#words.t('transfer.done'));
      return;
    }
    if (command.command === 'send_message') return; // its bubble says so, and keeps the words
    if (command.command === 'mark_read') return; // somebody else was faster; nothing to do about it
    if (command.command === 'add_note' && interaction) this.#giveBack(interaction, command.text);
    const enough = answer.code === 'breathers_enough' && easing.parts;
    this.#notices.say(enough ? enough.easeWords(this.#words.language).enough : this.#words.error(answer.code), true);
  }

  #giveBack(interaction: string, text: string): void {
    const { writing } = this.#conversation;
    if (writing && interaction === this.#conversation.interaction) writing.giveBack('note', text);
    else leaveDraft(localStorage, this.#live.desk?.me.account ?? '', interaction, 'note', text);
  }
}
