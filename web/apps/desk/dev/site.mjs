// A contact centre that only pretends: conversations, agents and customers in memory, changed by the same facts as the
// real one. It exists so that the desk can be looked at and measured without a server. Nothing here is shipped.
const NAMES = ['Mari Tamm', 'Олег Иванов', 'Jaan Saar', 'Anna Smirnova', 'Kadri Kask', 'Peeter Mägi', 'Наталья Петрова', 'Liis Rebane', 'Tom Baker', 'Toomas Kukk', 'Svetlana K.', null];
const SAID = {
  et: ['Tere! Mu viimane arve on topelt suurem kui tavaliselt, mis juhtus?', 'Internet katkeb iga õhtu umbes kella kaheksa paiku.', 'Kuidas saan paketti vahetada?', 'Kas rändlus töötab ka Norras?', 'Uus SIM-kaart ei tule levisse.', 'Aitäh, nüüd töötab!'],
  ru: ['Здравствуйте! Почему в счёте две абонентские платы?', 'Интернет пропадает каждый вечер около восьми.', 'Как перейти на другой тариф?', 'Работает ли роуминг в Норвегии?', 'Новая SIM-карта не видит сеть.', 'Спасибо, теперь работает!'],
  en: ['Hello! My last bill is twice the usual amount, what happened?', 'The internet drops every evening around eight.', 'How can I change my plan?', 'Does roaming work in Norway?', 'My new SIM card finds no network.', 'Thank you, it works now!'],
};
const ANSWERS = {
  et: ['Tere! Vaatan kohe järele.', 'Tõepoolest, arvel on kaks kuutasu. Teen paranduse ära ja saadan uue arve.', 'Kas saan veel millegagi aidata?'],
  ru: ['Здравствуйте! Сейчас посмотрю.', 'Действительно, в счёте две абонентские платы. Исправлю и пришлю новый счёт.', 'Могу ли ещё чем-то помочь?'],
  en: ['Hello! Let me look right away.', 'Indeed, there are two monthly fees. I will correct it and send a new bill.', 'Is there anything else I can do?'],
};
const QUEUES = ['service', 'billing', 'tech'];
const LANGUAGES = ['et', 'ru', 'en'];
const REASONS = ['bill', 'plan_change', 'fault', 'coverage', 'sim', 'roaming', 'contract', 'device', 'complaint', 'other'];
const SPAN = 60 * 86_400_000;
const pick = (list, number) => list[Math.abs(number) % list.length];

export class Site {
  n = 1_000;
  agents = ['Kristi Põld', 'Oleg Smirnov', 'Piret Lepp', 'John Miller', 'Ирина Волкова', 'Marko Tõnisson'].map((name, at) => ({
    agent: `agent-${at + 1}`,
    name,
    presence: ['online', 'online', 'online', 'away', 'online', 'offline'][at],
    reason: at === 3 ? 'lunch' : '',
    active: at % 3,
    skills: at === 1 || at === 4 ? { 'lang:ru': 100, 'lang:et': 60 } : { 'lang:et': 100, 'lang:en': 80 },
  }));
  offers = [];
  facts = [];
  drafts = new Map();
  notes = new Map();
  solved = new Set();
  names = new Map();
  answered = new Map();
  blobs = new Map();
  listeners = new Set();

  constructor(total, started = Date.now()) {
    this.started = started;
    this.history = total;
    this.live = new Map();
    for (let at = 0; at < 9; at += 1) this.#begin(at);
  }

  /** The rows of old conversations are computed from their number, so a hundred thousand cost nothing. */
  old(index) {
    const at = this.started - 3_600_000 - Math.floor((index * SPAN) / Math.max(1, this.history));
    const language = pick(LANGUAGES, index * 7);
    const state = index % 9 === 4 ? 'abandoned' : 'closed';
    return {
      interaction: `old-${index}`, customer: `customer-${index % 5_000}`, case: `case-o${index}`, name: pick(NAMES, index * 5), channel: 'chat', queue: pick(QUEUES, index),
      language, state, agent: state === 'closed' ? pick(this.agents, index).agent : null, place_at: at, arrived_at: at, last_at: at + 300_000,
      last_from: index % 3 ? 'customer' : 'agent', snippet: index % 3 ? pick(SAID[language], index) : pick(ANSWERS[language], index), unread: 0, last_ordinal: 6,
      priority: 0, customer_here: false, answer_later: false, wrap_up_due_at: null,
    };
  }

  #begin(at) {
    const language = pick(LANGUAGES, at);
    const now = this.started;
    const mine = at < 4;
    const arrived = now - (at + 1) * 47_000 - (mine ? 200_000 : 0);
    const row = {
      interaction: `live-${at}`, customer: `customer-${at}`, case: `case-${at}`, name: pick(NAMES, at * 5), channel: 'chat', queue: pick(QUEUES, at), language,
      state: mine ? pick(['active', 'active', 'held', 'parked'], at) : 'waiting', agent: mine ? 'agent-1' : null, place_at: arrived, arrived_at: arrived,
      last_at: arrived + 30_000, last_from: 'customer', snippet: pick(SAID[language], at), unread: mine && at === 0 ? 2 : 0, last_ordinal: 0, priority: at === 6 ? 1 : 0,
      customer_here: at % 4 !== 2, answer_later: at === 2, wrap_up_due_at: null,
    };
    this.live.set(row.interaction, { row, messages: [], life: [], read: { customer: 0, agent: 0 }, note: at === 1 ? 'Klient ootab parandatud arvet. Kontrollisin: teine kuutasu on eksitus.' : null });
    const rounds = mine ? (at === 0 ? 40 : 3) : 1;
    for (let round = 0; round < rounds; round += 1) {
      this.#message(row.interaction, 'customer', pick(SAID[language], at + round), arrived + round * 60_000 - (rounds > 20 ? rounds * 3_600_000 : 0));
      if (mine && round < rounds - 1) this.#message(row.interaction, 'agent', pick(ANSWERS[language], round), arrived + round * 60_000 + 20_000 - (rounds > 20 ? rounds * 3_600_000 : 0), 'agent-1');
    }
    if (mine) this.life(row.interaction, { fact: 'offer_accepted', offer: 'o', agent: 'agent-1' }, arrived + 5_000);
  }

  #message(interaction, from, text, at, agent = null, attachments = []) {
    const talk = this.live.get(interaction);
    const ordinal = talk.row.last_ordinal + 1;
    const name = from === 'customer' ? talk.row.name : (this.agents.find((line) => line.agent === agent)?.name ?? null);
    const message = { ordinal, at, from, agent, name, text, attachments };
    talk.messages.push(message);
    Object.assign(talk.row, { last_ordinal: ordinal, last_at: Math.max(at, talk.row.last_at), last_from: from, snippet: text.slice(0, 120) || attachments[0]?.name });
    talk.row.unread = from === 'customer' ? talk.row.unread + 1 : 0;
    return message;
  }

  life(interaction, fact, at = Date.now()) {
    this.live.get(interaction)?.life.push({ n: (this.n += 1), at, actor: `agent:${fact.agent ?? ''}`, fact: { interaction, ...fact } });
  }

  /** Record a fact and tell everybody. */
  tell(fact, { row = null, message = null, actor = 'system' } = {}) {
    const frame = { type: 'fact', n: (this.n += 1), at: Date.now(), actor, fact, row: row && structuredClone(row), message };
    this.facts.push(frame);
    if (fact.interaction) this.live.get(fact.interaction)?.life.push({ n: frame.n, at: frame.at, actor, fact });
    for (const listener of this.listeners) listener(frame);
    return frame.n;
  }

  desk(me) {
    const rows = [...this.live.values()].map(({ row }) => row).filter((row) => ['waiting', 'offered', 'arrived'].includes(row.state) || (row.agent === me.agent && !this.over(row)));
    const inLine = rows.filter((row) => ['waiting', 'offered'].includes(row.state));
    return {
      me, agents: this.agents, offers: this.offers, rows,
      queues: QUEUES.map((queue) => ({ queue, waiting: inLine.filter((row) => row.queue === queue).length, target_ms: 90_000, target_share: 0.8 })),
      counts: { mine: rows.filter((row) => row.agent === me.agent).length, waiting: inLine.length, all: this.history + this.live.size, closed: this.history + [...this.live.values()].filter(({ row }) => this.over(row)).length },
      reasons: REASONS, presence_reasons: ['break', 'lunch', 'training', 'meeting'], languages: LANGUAGES, operator: 'Põhjala Mobiil', composers: {},
    };
  }

  over = (row) => row.state === 'closed' || row.state === 'abandoned';

  page(view, offset, limit, me) {
    const live = [...this.live.values()].map(({ row }) => row).reverse().filter((row) => view === 'all' || this.over(row));
    if (view === 'mine' || view === 'waiting') return { total: 0, n: this.n, rows: this.desk(me).rows };
    const rows = [];
    for (let at = offset; at < Math.min(offset + limit, live.length + this.history); at += 1) rows.push(at < live.length ? live[at] : this.old(at - live.length));
    return { total: live.length + this.history, n: this.n, rows };
  }

  row = (interaction) => this.live.get(interaction)?.row ?? (interaction.startsWith('old-') ? this.old(Number(interaction.slice(4))) : null);

  messages(interaction) {
    const talk = this.live.get(interaction);
    if (talk) return talk.messages;
    const row = this.row(interaction);
    return Array.from({ length: 6 }, (_, at) => ({
      ordinal: at + 1, at: row.arrived_at + at * 40_000, from: at % 2 ? 'agent' : 'customer', agent: at % 2 ? (row.agent ?? 'agent-1') : null,
      name: at % 2 ? this.agents[0].name : row.name, text: at % 2 ? pick(ANSWERS[row.language], at >> 1) : pick(SAID[row.language], at), attachments: [],
    }));
  }

  conversation(interaction, account) {
    const row = this.row(interaction);
    if (!row) return null;
    const talk = this.live.get(interaction);
    const customer = this.customer(row.customer, row);
    const drafts = ['reply', 'note'].map((kind) => this.drafts.get(`${account} ${interaction} ${kind}`)).filter((draft) => draft?.text);
    return {
      n: this.n, row, customer, case: customer.cases.find((one) => one.case === row.case), messages: this.messages(interaction).slice(-50), read: talk?.read ?? { customer: 6, agent: 6 },
      life: talk?.life ?? [{ n: 1, at: row.last_at, actor: 'system', fact: { fact: 'interaction_closed', interaction, agent: row.agent, outcome: 'solved', reasons: ['bill'] } }], drafts, transfer_note: talk?.note ?? null, callback: null, transliterates: false,
    };
  }

  customer(customer, now) {
    const index = Number(customer.split('-')[1]);
    const rows = [...this.live.values()].map(({ row }) => row).filter((row) => row.customer === customer);
    if (now && !rows.includes(now)) rows.push(now);
    rows.push(...[1, 2, 3].map((step) => this.old(index + step * 5_000)).filter((row) => row.interaction !== now?.interaction));
    const name = this.names.get(customer) ?? rows[0]?.name ?? null;
    return {
      customer, name, language: rows[0]?.language ?? 'et', first_at: this.started - SPAN * 3,
      identities: [{ kind: 'visitor', value: 'v1', verified: false }, { kind: 'email', value: `klient${index}@example.ee`, verified: true }, { kind: 'phone', value: '+372 5550 0100', verified: false }],
      timeline: rows.map((row) => ({ interaction: row.interaction, case: row.case, channel: row.channel, at: row.arrived_at, state: row.state, agent: row.agent, reasons: this.over(row) ? ['bill'] : [], outcome: row.state === 'closed' ? 'solved' : null, snippet: row.snippet })),
      notes: this.notes.get(customer) ?? [],
      promises: [],
      cases: rows.map((row) => ({ case: row.case, number: 1_000 + (Number(row.case.replace(/\D/g, '')) % 9_000), state: this.over(row) || this.solved.has(row.case) ? 'solved' : 'open', opened_at: row.arrived_at, solved_at: null, contacts: row === rows[0] ? 2 : 1 })),
    };
  }

  // ── what happens by itself ────────────────────────────────────────────────────────────────────────────────────────
  arrive() {
    const at = this.live.size;
    const [interaction, language] = [`live-${at}`, pick(LANGUAGES, at)];
    const now = Date.now();
    const row = { ...structuredClone(this.live.get('live-5').row), interaction, customer: `customer-${at}`, case: `case-${at}`, name: pick(NAMES, at * 5), queue: pick(QUEUES, at), language, state: 'arrived', agent: null, place_at: now, arrived_at: now, last_at: now, last_ordinal: 0, unread: 0, priority: 0 };
    this.live.set(interaction, { row, messages: [], life: [], read: { customer: 0, agent: 0 }, note: null });
    this.tell({ fact: 'interaction_arrived', interaction, customer: row.customer, case: row.case, channel: 'chat', queue: row.queue, language, place_at: now }, { row });
    row.state = 'waiting';
    this.tell({ fact: 'interaction_queued', interaction, queue: row.queue, skills: {} }, { row });
    this.says(interaction, pick(SAID[language], at));
    return interaction;
  }

  says(interaction, text) {
    const message = this.#message(interaction, 'customer', text, Date.now());
    return this.tell({ fact: 'message_received', interaction, message: `m${this.n}`, ordinal: message.ordinal, characters: text.length }, { row: this.row(interaction), message });
  }

  offer(interaction, agent, stands = 20_000) {
    const row = this.row(interaction);
    const offer = { offer: `offer-${this.n}`, interaction, agent, expires_at: Date.now() + stands };
    row.state = 'offered';
    this.offers.push(offer);
    this.tell({ fact: 'offer_made', ...offer, why: null }, { row });
    setTimeout(() => this.#returned(offer, 'timed_out'), stands).unref();
  }

  #returned(offer, cause) {
    if (!this.offers.includes(offer)) return;
    this.offers = this.offers.filter((other) => other !== offer);
    const row = this.row(offer.interaction);
    row.state = 'waiting';
    this.tell({ fact: 'offer_returned', interaction: offer.interaction, offer: offer.offer, agent: offer.agent, cause }, { row });
  }

  // ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /** Gives `{ n }` or `{ code }`; the same key gives the same answer. */
  do(key, command, me) {
    if (!this.answered.has(key)) this.answered.set(key, this.#decide(command, me));
    return this.answered.get(key);
  }

  #decide(command, me) {
    const { interaction } = command;
    const row = interaction && this.row(interaction);
    const talk = interaction && this.live.get(interaction);
    const actor = `agent:${me.agent}`;
    const move = (state, fact, changes = {}) => {
      Object.assign(row, { state, ...changes });
      return { n: this.tell({ ...fact, interaction }, { row, actor }) };
    };
    const mine = row && row.agent === me.agent;
    switch (command.command) {
      case 'set_presence': {
        Object.assign(this.agents.find((line) => line.agent === me.agent), { presence: command.presence, reason: command.reason });
        return { n: this.tell({ fact: 'presence_changed', agent: me.agent, presence: command.presence, reason: command.reason }, { actor }) };
      }
      case 'accept_offer':
      case 'decline_offer': {
        const offer = this.offers.find((found) => found.offer === command.offer);
        if (!offer) return { code: 'offer_gone' };
        if (command.command === 'decline_offer') return this.#returned(offer, 'declined'), { n: this.n };
        this.offers = this.offers.filter((other) => other !== offer);
        return move('active', { fact: 'offer_accepted', offer: offer.offer, agent: me.agent }, { agent: me.agent });
      }
      case 'take':
        return row.state === 'waiting' ? move('active', { fact: 'interaction_taken', agent: me.agent }, { agent: me.agent }) : { code: 'not_waiting' };
      case 'send_message': {
        if (!mine) return { code: 'not_yours' };
        const attachments = command.attachments.map(({ blob, name }) => ({ ...this.blobs.get(blob), blob, name }));
        const message = this.#message(interaction, 'agent', command.text, Date.now(), me.agent, attachments);
        setTimeout(() => {
          talk.read.customer = message.ordinal;
          this.tell({ fact: 'messages_read', interaction, reader: 'customer', ordinal: message.ordinal }, { row });
        }, 1_500).unref();
        return { n: this.tell({ fact: 'message_sent', interaction, message: 'm', ordinal: message.ordinal, speaker: 'agent', agent: me.agent }, { row, message, actor }) };
      }
      case 'mark_read':
        row.unread = 0;
        return { n: this.tell({ fact: 'messages_read', interaction, reader: 'agent', ordinal: command.ordinal }, { row, actor }) };
      case 'hold':
        return mine ? move('held', { fact: 'interaction_held' }) : { code: 'not_yours' };
      case 'resume':
        return mine ? move('active', { fact: 'interaction_resumed' }, { wrap_up_due_at: null }) : { code: 'not_yours' };
      case 'park':
        return mine ? move('parked', { fact: 'interaction_parked', until: Date.now() + 86_400_000 }) : { code: 'not_yours' };
      case 'unpark':
        return mine ? move('active', { fact: 'interaction_unparked' }) : { code: 'not_yours' };
      case 'defer':
        return mine ? move('deferred', { fact: 'interaction_deferred', due_at: command.due_at }, { agent: null }) : { code: 'not_yours' };
      case 'transfer':
        if (!mine) return { code: 'not_yours' };
        talk.note = command.note || null;
        return move('waiting', { fact: 'interaction_transferred', agent: me.agent, queue: command.queue ?? row.queue, to_agent: command.to_agent ?? null, note: command.note ? 'note' : null }, { agent: null, queue: command.queue ?? row.queue });
      case 'start_wrap_up': {
        const due = Date.now() + 120_000;
        return mine ? move('wrap_up', { fact: 'wrap_up_started', agent: me.agent, due_at: due }, { wrap_up_due_at: due }) : { code: 'not_yours' };
      }
      case 'close':
        return mine ? move('closed', { fact: 'interaction_closed', agent: me.agent, outcome: command.outcome, reasons: command.reasons }, { wrap_up_due_at: null }) : { code: 'not_yours' };
      case 'add_note': {
        const customer = [...this.live.values()].find((found) => found.row.case === command.case)?.row.customer ?? 'customer-0';
        this.notes.set(customer, [...(this.notes.get(customer) ?? []), { note: `note-${this.n}`, case: command.case, at: Date.now(), agent: me.agent, name: me.name, text: command.text }]);
        return { n: this.tell({ fact: 'note_added', case: command.case, note: `note-${this.n}`, agent: me.agent }, { actor }) };
      }
      case 'rename_customer':
        this.names.set(command.customer, command.name);
        for (const { row: theirs } of this.live.values()) if (theirs.customer === command.customer) theirs.name = command.name;
        return { n: this.tell({ fact: 'customer_named', customer: command.customer }, { row: [...this.live.values()].find((found) => found.row.customer === command.customer)?.row, actor }) };
      case 'solve_case':
        this.solved.add(command.case);
        return { n: this.tell({ fact: 'case_solved', case: command.case }, { actor }) };
      case 'reopen_case':
        this.solved.delete(command.case);
        return { n: this.tell({ fact: 'case_reopened', case: command.case }, { actor }) };
      default:
        return { code: 'unknown_command' };
    }
  }
}
