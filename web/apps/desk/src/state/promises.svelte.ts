/** The promises that a person at the desk has to mind: their own and those of the queue, renewed whenever the ledger says so. */
import type { Command, FactFrame, Promised, PromiseKind, Rest, WithdrawReason } from '@hoolin/client';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Renewing } from './renewing.ts';
import type { Ticker } from './ticker.svelte.ts';
import type { Words } from './words.svelte.ts';

const SPREAD_MS = 5_000; // what is nobody's in particular is told to every desk at once, and they do not all ask at once
const SOON_MS = 3_600_000; // as in cases/promises/figures.py

const isOfPromise = ({ fact }: FactFrame): boolean => fact.fact.startsWith('promise_');

export class Promises {
  #list = $state.raw<readonly Promised[]>([]);
  #total = $state(0);
  #loaded = $state(false);
  #renewing: Renewing;
  #live: Live;
  #notices: Notices;
  #words: Words;
  #ticker: Ticker;

  /** open: shows the list. */
  constructor(rest: Rest, live: Live, notices: Notices, words: Words, ticker: Ticker, open: () => void) {
    this.#renewing = new Renewing(async () => {
      if (live.connection !== 'live') return;
      const { owedTo } = await import('./owedTo.ts'); // nothing of it is needed to draw the page
      const { list, total } = await owedTo(rest.promises, live.myAgent);
      this.#list = list;
      this.#total = total;
      this.#loaded = true;
    });
    this.#live = live;
    this.#notices = notices;
    this.#words = words;
    this.#ticker = ticker;
    live.bus.on('snapshot', () => this.renew());
    live.bus.on('connection', (state) => state === 'live' && this.renew());
    live.bus.on('fact', (frame) => {
      if (!isOfPromise(frame) && !['interaction_deferred', 'callback_tried'].includes(frame.fact.fact)) return;
      this.renew(this.#isNear(frame) ? 0 : SPREAD_MS);
      this.#tell(frame, open);
    });
    live.bus.on('answered', ({ command, answer }) => answer.accepted && this.#answered(command));
  }

  /** What is owed, the soonest first; whoever oversees the floor sees everybody's. */
  get list(): readonly Promised[] {
    return this.#list;
  }
  /** How many are owed in all: of more than a page, the list has the soonest and one's own. */
  get total(): number {
    return this.#total;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get mine(): readonly Promised[] {
    return this.#list.filter(({ owner }) => owner !== null && owner === this.#live.myAgent);
  }
  /** How many of mine come due within the hour or are overdue. */
  get pressing(): number {
    return this.mine.filter((one) => this.urgency(one) !== '').length;
  }

  urgency({ due_at, ended_at }: Promised): '' | 'warn' | 'late' {
    if (ended_at !== null) return '';
    return due_at <= this.#ticker.now ? 'late' : due_at < this.#ticker.now + SOON_MS ? 'warn' : '';
  }

  /** The soonest that is owed in a case. */
  of = (id: string): Promised | undefined => this.#list.find((one) => one.case === id);

  make = (interaction: string, kind: PromiseKind, due_at: number, text: string): void =>
    this.#ask({ command: 'make_promise', interaction, kind, due_at, text });
  move = (promise: string, interaction: string, due_at: number, text: string): void =>
    this.#ask({ command: 'move_promise', promise, interaction, due_at, text });
  keep = (promise: string): void => this.#ask({ command: 'keep_promise', promise });
  take = (promise: string): void => this.#ask({ command: 'take_promise', promise });
  withdraw = (promise: string, reason: WithdrawReason): void => this.#ask({ command: 'withdraw_promise', promise, reason });

  renew = (within = 0): void => this.#renewing.soon(within);
  stop = (): void => this.#renewing.stop();

  /** Whether it is ours, or we did it. */
  #isNear({ actor, fact }: FactFrame): boolean {
    const me = this.#live.myAgent;
    return me !== null && (actor === `agent:${me}` || [fact['owner'], fact['agent'], fact['was']].includes(me));
  }

  /** A click means "now"; without a connection nothing is promised by surprise later. */
  #ask(command: Command): void {
    if (this.#live.connection === 'live') this.#live.ask(command);
    else this.#notices.say(this.#words.error('offline'), true);
  }

  #answered({ command }: Command): void {
    if (command === 'keep_promise') this.#notices.say(this.#words.t('promise.noted'));
    if (command === 'withdraw_promise') this.#notices.say(this.#words.t('promise.withdrawn'));
    if (command === 'move_promise') this.#notices.say(this.#words.t('promise.moved'));
  }

  /** Whoever answers for it hears that it comes due; who oversees the floor hears when it is nearly broken, or was left behind. */
  #tell({ fact }: FactFrame, open: () => void): void {
    const mine = fact['owner'] !== null && fact['owner'] === this.#live.myAgent;
    const oversees = this.#live.desk?.me.permissions.includes('conversations.transfer_others') ?? false;
    const go = { label: this.#words.t('promise.list'), run: open };
    const { t } = this.#words;
    if (fact.fact === 'promise_reminded' && (fact['to'] === 'owner' ? mine : mine || oversees)) this.#notices.say(t('promise.comesDue'), true, go);
    else if (fact.fact === 'promise_broken' && (mine || oversees)) this.#notices.say(t('promise.isBroken'), true, go);
    else if (fact.fact === 'promise_handed_on' && oversees) this.#notices.say(t('promise.handedOn'), true, go);
  }
}
