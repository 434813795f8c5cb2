/** What we said and nobody can say has arrived: told to the agent wherever they are, and marked until they have looked. */
import { isTrouble, messageId, ordinalOf, type FactFrame, type Message } from '@hoolin/client';
import type { Conversation } from './conversation.svelte.ts';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Words } from './words.svelte.ts';

const LEFT_MAX = 200; // decisions to leave it, remembered on this device

export class Deliveries {
  #troubled = $state.raw<ReadonlySet<string>>(new Set());
  #left = $state.raw<readonly string[]>([]);
  #live: Live;
  #conversation: Conversation;
  #notices: Notices;
  #words: Words;
  #name: string;

  /** open: leads to a conversation. */
  constructor(live: Live, conversation: Conversation, notices: Notices, words: Words, open: (interaction: string) => void) {
    this.#live = live;
    this.#conversation = conversation;
    this.#notices = notices;
    this.#words = words;
    this.#name = 'hoolin.left';
    this.#left = JSON.parse(localStorage.getItem(this.#name) ?? '[]') as string[];
    live.bus.on('fact', (frame) => this.#heard(frame, open));
    live.bus.on('answered', ({ command, answer }) => {
      if (command.command === 'recall_message' && answer.accepted) this.restore(command.interaction, command.message);
    });
  }

  /** Whether something went wrong there that the agent has not seen yet. */
  troubled = (interaction: string): boolean => this.#troubled.has(interaction);

  /** Looked at. */
  seen(interaction: string): void {
    if (this.#troubled.has(interaction)) this.#troubled = new Set([...this.#troubled].filter((one) => one !== interaction));
  }

  /** A person decided to leave it as it is. */
  leave(message: string): void {
    this.#left = [...this.#left.filter((one) => one !== message), message].slice(-LEFT_MAX);
    localStorage.setItem(this.#name, JSON.stringify(this.#left));
  }
  isLeft = (message: string): boolean => this.#left.includes(message);

  #heard({ fact, row }: FactFrame, open: (interaction: string) => void): void {
    const ordinal = ordinalOf(fact);
    if (ordinal === null || !row || row.agent !== this.#live.myAgent) return;
    const answered = fact.fact === 'delivery_recalled' && !fact['agent'];
    const state = fact.fact === 'delivery_ended' ? fact['ending'] : fact.fact === 'delivery_reported' ? fact['state'] : '';
    if (!answered && !isTrouble({ state } as never)) return;
    this.#troubled = new Set([...this.#troubled, row.interaction]);
    const { t } = this.#words;
    const name = row.name || t('nobody');
    const text = t(answered ? 'delivery.noticeAnswered' : state === 'unknown' ? 'delivery.noticeUnknown' : 'delivery.noticeFailed', { name });
    this.#notices.say(text, true, { label: t('delivery.open'), run: () => open(row.interaction) });
  }

  /** The words of a letter that was taken back are in the field again, if that conversation is still open. */
  restore(interaction: string, id: string): void {
    const { thread, writing, customer } = this.#conversation;
    const message = thread?.messages.find(({ ordinal }: Message) => messageId(interaction, ordinal) === id);
    if (!message || thread?.interaction !== interaction) return;
    const { subject = '', cc = [] } = message.letter ?? {};
    const said = customer?.promises.filter((one) => one.message === id) ?? [];
    writing?.restore({ text: message.text, subject, cc }, message.attachments);
    writing?.promiseAgain(said.map(({ kind, due_at, text }) => ({ kind, due_at, words: text })));
    this.#notices.say(this.#words.t('undo.back'));
  }
}
