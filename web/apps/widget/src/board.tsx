/**
 * The choice board: what the wait is now, and the other ways in with theirs. Fetched before the first message, when the customer
 * looks at the first view; and from within a conversation, when they would rather go on elsewhere.
 */

import { translator } from '@hoolin/ui/i18n';
import { FROM_PAGE, moment, spoken, WAY_NAMES, type Contact, type Way } from '@hoolin/ui/wait';
import { Component } from 'preact';
import { fetchWayWords, type SayWays, type WayKey, type WayWords } from './i18n/ways.ts';
import css from './style/board.css?inline';
import type { Here, WithHere } from './ui/here.ts';

/** Fresh enough to be true, and seldom enough to be no burden while the panel is looked at. */
export const ASK_MS = 5_000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

interface Props extends WithHere {
  /** Whether a conversation is under way: then the chat is no choice, and the other ways carry it along. */
  readonly under: boolean;
}

interface State {
  /** Undefined until the first answer, null where there is none. */
  readonly known?: Contact | null;
  /** Of the language that the answer is in. */
  readonly words?: WayWords;
}

export class Board extends Component<Props, State> {
  #stopped = false;
  #pass = '';
  #timer = 0;
  #spoken = '';

  override componentDidMount(): void {
    const { root } = this.props.here;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    void this.#begin();
  }

  override componentDidUpdate(): void {
    // Another language was chosen: nobody wants to wait for it.
    if (this.#timer && this.#spoken !== this.props.here.session.language) void this.#ask();
  }

  override componentWillUnmount(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  async #begin(): Promise<void> {
    if (this.props.under) this.#pass = await this.#given();
    if (this.#stopped) return;
    this.#timer = setInterval(() => void (document.hidden || this.#ask()), ASK_MS) as unknown as number;
    await this.#ask();
  }

  /** A code that the links carry; without one they still lead somewhere. */
  async #given(): Promise<string> {
    const { base, session } = this.props.here;
    const headers = { authorization: `Bearer ${session.state.token}` };
    return fetch(`${base}api/v1/chat/pass`, { method: 'POST', headers, credentials: 'omit' })
      .then(async (response) => (response.ok ? ((await response.json()) as { pass: string }).pass : ''))
      .catch(() => '');
  }

  async #ask(): Promise<void> {
    const { base, session, queue } = this.props.here;
    const { language } = session;
    this.#spoken = language;
    const query = new URLSearchParams({ language, queue, pass: this.#pass });
    const asked = fetch(`${base}api/v1/contact?${query}`, { credentials: 'omit' }).then((response) =>
      response.ok ? (response.json() as Promise<Contact>) : null,
    );
    const found = await Promise.all([asked, fetchWayWords(language)]).catch(() => null);
    if (this.#stopped || language !== session.language) return;
    const [known, words] = found ?? [null];
    this.setState(words ? { known, words } : { known });
    if (known) session.meet(known.operator);
  }

  render({ here, under }: Props, { known, words }: State) {
    const say = words && translator<WayKey>(here.session.language, words);
    const called = !!here.session.above;
    const others = known?.ways.filter(({ channel, account }) => channel !== 'chat' && !(called && account === FROM_PAGE)) ?? [];
    return (
      <div class="board">
        {!under && (
          <p role="status" class="muted">
            {known && say ? standing(here, say, known) : here.say(known === null ? 'people_unknown' : 'checking')}
          </p>
        )}
        {known && say && (
          <>
            {others.length > 0 && <h2>{say('other_ways')}</h2>}
            {others.length > 0 && known.carries && <small class="muted">{say('carried')}</small>}
            {others.length > 0 && <ul>{others.map((way) => this.#way(way, others, known.at, say))}</ul>}
            {under && !others.length && <small class="muted">{say('no_other_way')}</small>}
          </>
        )}
      </div>
    );
  }

  #way(way: Way, among: readonly Way[], now: number, say: SayWays) {
    const { here } = this.props;
    const { channel, account } = way;
    const name =
      channel === 'email' ? here.say('email') : channel === 'callback' || channel === 'voice' ? say(channel) : (WAY_NAMES[channel] ?? channel);
    // A link to a program of the customer's own (`mailto:`, `sms:`) needs no window.
    const { href } = new URL(way.link, here.base);
    if (account === FROM_PAGE)
      return (
        <li key={channel + account}>
          <button type="button" class="link" onClick={() => void import('./call.tsx').then(({ start }) => start(here))}>
            {say('call_page')}
          </button>
          <small class="muted">
            {state(here, say, way, now)} {say('cost_data')}
          </small>
        </li>
      );
    const several = among.filter((other) => other.channel === channel && other.account !== FROM_PAGE).length > 1;
    return (
      <li key={channel + account}>
        <a href={href} target={href.startsWith('http') ? '_blank' : undefined} rel="noopener">
          {several ? `${name} (${account})` : name}
        </a>
        <small class="muted">
          {state(here, say, way, now)} {way.cost_text || say(`cost_${way.cost}`)}
        </small>
      </li>
    );
  }
}

/** How the chat stands, for whoever is about to write. */
function standing(here: Here, say: SayWays, known: Contact): string {
  const chat = known.ways.find(({ channel }) => channel === 'chat');
  if (chat && (!chat.open || !chat.wait)) return `${chat.opens_at ? state(here, say, chat, known.at) : ''} ${here.say('people_none')}`.trim();
  return `${here.say('people', { n: known.people })} ${chat ? state(here, say, chat, known.at) : ''}`;
}

function state({ session: { language } }: Here, say: SayWays, way: Way, now: number): string {
  if (way.wait) {
    const { key, time } = spoken(way.wait.low_ms, way.wait.high_ms, language);
    return say(way.reply === 'call' ? 'wait_call' : 'wait', { time: key === 'time' ? time : say(key, { time }) });
  }
  if (way.open) return say('open_now');
  return way.opens_at ? say('opens', { when: moment(way.opens_at, now, language) }) : say('closed_now');
}
