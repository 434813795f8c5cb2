/** The conversation on the screen: its row, thread, customer and drafts, kept fresh from facts and fetched where they gap. */
import {
  applyToThread,
  isMine,
  isOver,
  rowsOf,
  withMeanwhile,
  withPage,
  type Case,
  type CompanyFrame,
  type Claim,
  type Customer,
  type FactFrame,
  type Rest,
  type Row,
  type Thread,
} from '@hoolin/client';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Outgoing } from './outgoing.svelte.ts';
import { problemCode, Writing } from './writing.svelte.ts';

const TYPING_MS = 6_000;
const CUSTOMER_MS = 250; // several facts about one customer come together and cost one call
const RENEWS_CUSTOMER: readonly string[] = [
  'customer_named',
  'language_preferred',
  'identity_added',
  'person_claimed',
  'claim_refused',
  'recording_refused',
  'recording_allowed',
  'customers_merged',
  'customers_unmerged',
  'case_solved',
  'case_reopened',
  'case_opened',
  'note_added',
  'interaction_closed',
  'interaction_abandoned',
  'answer_later_asked',
  'promise_made',
  'promise_moved',
  'promise_reminded',
  'promise_handed_on',
  'promise_taken',
  'promise_broken',
  'promise_kept',
  'promise_withdrawn',
];

/** Whom to call, and what they were told: of a conversation on the channel of callbacks. */
export interface Calling {
  phone: string | null;
  promised_at: number | null;
  about: string;
}

export class Conversation {
  #interaction = $state<string | null>(null);
  #fetchedRow = $state.raw<Row | null>(null);
  #thread = $state.raw<Thread | null>(null);
  #customer = $state.raw<Customer | null>(null);
  #note = $state<string | null>(null);
  #calling = $state.raw<Calling | null>(null);
  #transliterates = $state(false);
  #writing = $state.raw<Writing | null>(null);
  #failure = $state('');
  #typing = $state(false);
  #company = $state.raw<CompanyFrame['here']>([]);
  #row: Row | null;
  #meanwhile: FactFrame[] = []; // told while the thread is being fetched
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #customerTimer: ReturnType<typeof setTimeout> | undefined;
  #rest: Rest;
  #live: Live;
  #outgoing: Outgoing;
  #notices: Notices;

  constructor(rest: Rest, live: Live, outgoing: Outgoing, notices: Notices) {
    this.#rest = rest;
    this.#live = live;
    this.#outgoing = outgoing;
    this.#notices = notices;
    this.#row = $derived(this.#interaction ? (live.row(this.#interaction) ?? this.#fetchedRow) : null);
    live.bus.on('fact', (frame) => this.#heard(frame));
    live.bus.on('typing', ({ interaction, on }) => interaction === this.#interaction && this.#types(on));
    live.bus.on('company', ({ interaction, here }) => interaction === this.#interaction && (this.#company = here));
    live.bus.on('connection', (state) => state !== 'live' && (this.#company = [])); // told anew with the next one
    live.bus.on('snapshot', () => void this.#refresh());
    live.bus.on('answered', ({ command, answer }) => {
      if (answer.accepted && 'case' in command && this.#ofCustomer(command.case)) this.#renewCustomer();
      if (answer.accepted && 'customer' in command) this.#renewCustomer();
    });
    live.bus.on('connection', (state) => state === 'live' && this.#writing?.flush());
    document.addEventListener('visibilitychange', () => this.#writing?.flush());
  }

  get interaction(): string | null {
    return this.#interaction;
  }
  get row(): Row | null {
    return this.#row;
  }
  get thread(): Thread | null {
    return this.#thread;
  }
  get customer(): Customer | null {
    return this.#customer;
  }
  get transferNote(): string | null {
    return this.#note;
  }
  get calling(): Calling | null {
    return this.#calling;
  }
  /** Whether letters that SMS lack go out as plain ones from here. */
  get transliterates(): boolean {
    return this.#transliterates;
  }
  get writing(): Writing | null {
    return this.#writing;
  }
  /** The code of why it could not be fetched. */
  get failure(): string {
    return this.#failure;
  }
  get typing(): boolean {
    return this.#typing;
  }
  /** Who else has it before them. */
  get company(): CompanyFrame['here'] {
    return this.#company;
  }
  get mine(): boolean {
    return !!this.#row && isMine(this.#row, this.#live.myAgent) && !isOver(this.#row);
  }
  /** Somebody showed another's code in here, and nobody has said yet who they are. */
  get claim(): Claim | null {
    return this.#customer?.claims.find(({ interaction }) => interaction === this.#interaction) ?? null;
  }
  get case(): Case | null {
    return this.#customer?.cases.find((found) => found.case === this.#row?.case) ?? null;
  }

  async open(interaction: string | null): Promise<void> {
    if (interaction === this.#interaction) return;
    this.#writing?.flush();
    this.#interaction = interaction;
    this.#fetchedRow = this.#thread = this.#customer = this.#note = this.#writing = this.#calling = null;
    this.#meanwhile = [];
    this.#transliterates = false;
    this.#company = [];
    this.#types(false);
    this.#live.watch(interaction);
    await this.#refresh();
  }

  again = (): Promise<void> => this.#refresh();

  /** Messages before the first one shown. */
  async earlier(): Promise<void> {
    const thread = this.#thread;
    const first = thread?.messages[0]?.ordinal ?? 1;
    if (!thread || first <= 1) return;
    try {
      const { messages } = await this.#rest.messages(thread.interaction, first);
      if (this.#thread?.interaction === thread.interaction) this.#thread = withPage(this.#thread, messages);
    } catch (problem) {
      this.#failure = problemCode(problem);
    }
  }

  /** The newest message was seen. */
  read(): void {
    const row = this.#row;
    if (this.mine && row && row.unread > 0)
      this.#live.ask({ command: 'mark_read', interaction: row.interaction, ordinal: row.last_ordinal });
  }

  async #refresh(): Promise<void> {
    const interaction = this.#interaction;
    this.#failure = '';
    if (!interaction) return;
    try {
      const page = await this.#rest.conversation(interaction);
      if (interaction !== this.#interaction) return;
      this.#fetchedRow = this.#meanwhile.findLast(({ n, row }) => n > page.n && row)?.row ?? page.row;
      this.#thread = this.#thread ? withPage(this.#thread, page.messages, page.life) : withMeanwhile(page, this.#meanwhile);
      this.#meanwhile = [];
      this.#customer = page.customer;
      this.#note = page.transfer_note;
      this.#transliterates = page.transliterates;
      this.#calling = (page as { callback?: Calling | null }).callback ?? null;
      this.#outgoing.fetched(interaction);
      const account = this.#live.desk?.me.account ?? '';
      this.#writing ??= new Writing(this.#rest, this.#live, account, interaction, page.drafts);
    } catch (problem) {
      if (interaction === this.#interaction) this.#failure = problemCode(problem);
    }
  }

  #heard(frame: FactFrame): void {
    const { fact, row, message } = frame;
    if (RENEWS_CUSTOMER.includes(fact.fact) && this.#aboutUs(frame)) this.#renewCustomer();
    this.#fetchedRow = rowsOf(frame).find((one) => one.interaction === this.#interaction) ?? this.#fetchedRow;
    if (fact.interaction !== this.#interaction) return;
    if (message?.from === 'customer') {
      this.#types(false);
      this.#notices.speak(`${message.name ?? row?.name ?? ''}: ${message.text}`);
    }
    if (!this.#thread) return void this.#meanwhile.push(frame);
    const before = this.#thread;
    this.#thread = applyToThread(before, frame);
    if ((this.#thread.gap && !before.gap) || fact.fact === 'interaction_transferred') void this.#refresh();
  }

  #types(on: boolean): void {
    clearTimeout(this.#typingTimer);
    this.#typing = on;
    if (on) this.#typingTimer = setTimeout(() => (this.#typing = false), TYPING_MS);
  }

  #aboutUs(frame: FactFrame): boolean {
    const { fact } = frame;
    const customer = this.#customer?.customer;
    return (
      (!!customer && ([fact['customer'], fact['claimed'], fact['kept'], fact['merged']].includes(customer) || rowsOf(frame).some((row) => row.customer === customer))) ||
      this.#ofCustomer(String(fact['case'] ?? ''))
    );
  }

  #ofCustomer = (id: string): boolean => this.#customer?.cases.some((found) => found.case === id) ?? false;

  #renewCustomer(): void {
    clearTimeout(this.#customerTimer);
    this.#customerTimer = setTimeout(async () => {
      const id = this.#customer?.customer;
      const customer = id ? await this.#rest.customer(id).catch(() => null) : null;
      if (customer && customer.customer === this.#customer?.customer) this.#customer = customer;
    }, CUSTOMER_MS);
  }
}
