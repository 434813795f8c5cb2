/** Everything of one person's desk, made when they log in and let go when they leave. */
import type { Claim, Composer, DraftKind, Message, Offer, Rest } from '@hoolin/client';
import { VOICE } from '../channels.ts';
import { Conversation } from './conversation.svelte.ts';
import { Deliveries } from './deliveries.svelte.ts';
import { Inbox } from './inbox.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Outgoing } from './outgoing.svelte.ts';
import { Places } from './places.ts';
import { Phone } from './phone.svelte.ts';
import { Prices } from './prices.svelte.ts';
import { Promises } from './promises.svelte.ts';
import type { Prefs } from './prefs.svelte.ts';
import { Route } from './route.svelte.ts';
import type { Session } from './session.svelte.ts';
import { Supervision } from './supervision.svelte.ts';
import type { Ticker } from './ticker.svelte.ts';
import { Work } from './work.svelte.ts';
import type { Words } from './words.svelte.ts';
import { problemCode } from './writing.svelte.ts';

export type DialogName = 'transfer' | 'why' | 'shortcuts' | 'commands' | 'defer' | 'later' | 'merge' | 'unreadable' | 'consult' | 'dial' | 'sound' | 'promise' | 'promises' | 'prices' | 'examples' | 'propose' | 'search' | 'replies' | 'waiting' | 'views' | 'bulk';

/** When something is to go out, and whether only if the customer does not write first. */
export interface LaterSend {
  at: number;
  unless_answered: boolean;
}

export interface Shared {
  rest: Rest;
  prefs: Prefs;
  words: Words;
  session: Session;
  notices: Notices;
  ticker: Ticker;
}

const PLAIN: Composer = {
  subject: false,
  copies: false,
  files: true,
  undo_ms: 0,
  characters_max: 0,
  counts_parts: false,
  window_ms: 0,
  templates: false,
};
const WIDE = '(min-width: 1100px)';
const FAILURES_BEFORE_ASKING = 2; // then the trouble may be us: a session that ended looks like a broken line

export class Desk {
  readonly shared: Shared;
  readonly route = new Route();
  readonly live: Live;
  readonly outgoing: Outgoing;
  readonly inbox: Inbox;
  readonly conversation: Conversation;
  readonly work: Work;
  readonly deliveries: Deliveries;
  readonly phone: Phone;
  readonly supervision: Supervision;
  readonly prices: Prices;
  readonly promises: Promises;
  readonly places = new Places();
  #dialog = $state.raw<{ name: DialogName } | null>(null);
  #early = '';
  #wants = $state<DraftKind | null>(null);
  #later = $state.raw<LaterSend | null>(null);
  #over = $state(false);

  constructor(shared: Shared, account: string) {
    this.shared = shared;
    this.live = new Live(account, shared.ticker);
    this.outgoing = new Outgoing(this.live, account);
    this.inbox = new Inbox(shared.rest, this.live, this.route);
    this.conversation = new Conversation(shared.rest, this.live, this.outgoing, shared.notices);
    this.work = new Work(this.live, this.conversation, shared.notices, shared.words);
    this.deliveries = new Deliveries(this.live, this.conversation, shared.notices, shared.words, (one) => this.open(one));
    this.phone = new Phone(this.live, shared.notices, shared.words);
    this.supervision = new Supervision(this.live, this.phone.devices, shared.notices, shared.words);
    this.prices = new Prices(shared.rest, this.live.bus);
    this.promises = new Promises(shared.rest, this.live, shared.notices, shared.words, shared.ticker, () => this.show('promises'));
    this.live.bus.on('connection', (state) => {
      if (state === 'waiting' && this.live.failures >= FAILURES_BEFORE_ASKING) void shared.session.check();
    });
    this.live.start();
  }

  /** Each showing is a thing of its own: a browser says that one was closed a moment late, when the next may be there. */
  get dialog(): { name: DialogName } | null {
    return this.#dialog;
  }
  show(name: DialogName): void {
    this.#early = '';
    this.#dialog = { name };
  }
  /** What is pressed before a dialog that was asked for is there belongs to it, and to no field beneath. */
  pressEarly(key: string): void {
    if (key === 'Enter') this.#early += '\n';
    else if (key.length === 1) this.#early += key;
  }
  takeEarly(): string {
    const early = this.#early;
    this.#early = '';
    return early;
  }
  closed(dialog: { name: DialogName }): void {
    if (this.#dialog === dialog) this.#dialog = null;
  }

  /** Which field is wanted: whoever asks for it before it is there gets it once it is. */
  get wants(): DraftKind | null {
    return this.#wants;
  }
  write(kind: DraftKind | null): void {
    this.#wants = kind;
  }

  /** When what stands in the field is to go out, once somebody has chosen; the composer sends it. */
  get later(): LaterSend | null {
    return this.#later;
  }
  sendAt(later: LaterSend | null): void {
    this.#later = later;
  }

  /** What an agent writes with in the open conversation. */
  get composer(): Composer {
    return this.live.desk?.composers[this.conversation.row?.channel ?? ''] ?? PLAIN;
  }
  /** Whether what we say there is carried by a provider, so that it can be held back. */
  get delivers(): boolean {
    return (this.conversation.row?.channel ?? '') in (this.live.desk?.composers ?? {});
  }

  /** What was said last and has not left yet. */
  get held(): Message | undefined {
    return this.conversation.thread?.messages.findLast(
      (one) => one.agent === this.live.myAgent && one.delivery?.state === 'scheduled' && (one.delivery.due_at ?? 0) > this.shared.ticker.now,
    );
  }

  /** Gives the customer a code for another channel: as a sentence in their language, in the field. */
  async pass(): Promise<void> {
    const { row, writing } = this.conversation;
    const { words, notices, rest } = this.shared;
    if (!row || !writing) return;
    try {
      const { code, until, link } = await rest.pass(row.interaction);
      writing.giveBack('reply', await words.said(row.language, link ? 'pass.linked' : 'pass.text', { code, link }, until));
      notices.say(words.t('pass.done'));
      this.write('reply');
    } catch (problem) {
      notices.say(words.error(problemCode(problem)), true);
    }
  }

  /** Whoever showed another's code is that customer, or somebody else. */
  async answerClaim({ interaction }: Claim, answer: 'confirm' | 'refuse'): Promise<void> {
    const { words, notices, rest } = this.shared;
    try {
      await rest.claim(interaction, answer);
      notices.say(words.t(answer === 'confirm' ? 'merge.done' : 'claim.refused'));
    } catch (problem) {
      notices.say(words.error(problemCode(problem)), true);
    }
  }

  /** Whether the customer panel lies over the thread, where there is no room beside it. */
  get over(): boolean {
    return this.#over;
  }
  togglePanel(): void {
    if (matchMedia(WIDE).matches) this.shared.prefs.panel = !this.shared.prefs.panel;
    else this.#over = !this.#over;
  }

  /** Asks what to do with all that are chosen, or shows what could not be done. */
  doWithChosen(what: Inbox['what']): void {
    this.inbox.what = what;
    this.show('bulk');
  }

  open(interaction: string): void {
    this.#over = false;
    this.route.go(this.route.view, interaction);
  }

  /** Back to the list, where one pane fills the window. */
  back(): void {
    if (this.#over) this.#over = false;
    else this.route.go(this.route.view, null);
  }

  accept(offer: Offer): void {
    const spoken = this.live.row(offer.interaction)?.channel === VOICE;
    this.work.accept(offer);
    this.route.go('mine', offer.interaction, false, null);
    if (spoken) this.phone.take(offer.interaction);
    else this.write('reply');
  }

  /** Call a number, or the customer of the conversation before us. */
  async dial(to: { number: string } | { interaction: string }): Promise<void> {
    const interaction = await this.phone.dial(to);
    if (interaction) this.open(interaction);
  }

  stop(): void {
    this.promises.stop();
    this.phone.stop();
    this.supervision.stop();
    this.live.stop();
  }
}
