/** What is seen of a call: before it, while it is made, while one waits or talks, and when it is over. */

import { translator } from '@hoolin/ui/i18n';
import { moment, spoken } from '@hoolin/ui/wait';
import { Component, createRef, type RefObject } from 'preact';
import type { Here, WithHere } from '../ui/here.ts';
import { Back } from './Back.tsx';
import { Keys } from './Keys.tsx';
import type { Phone } from './phone.ts';
import { fetchCallWords, type CallKey, type CallWords, type SayCall } from './words.ts';

interface Props extends WithHere {
  readonly phone: Phone;
  readonly onDone: () => void;
}

interface State {
  readonly words?: CallWords;
  readonly keys?: boolean;
  readonly back?: boolean;
  readonly notice?: Notice | null;
}

/** `GET /api/v1/chat/call`: what one should know before the microphone is asked for. */
interface Notice {
  readonly ready: boolean;
  readonly open: boolean;
  readonly opens_at: number | null;
  /** At work now. */
  readonly people: number;
  readonly recorded: boolean;
  readonly purpose: string;
  readonly declining: boolean;
}

export class Bar extends Component<Props, State> {
  #spoken = '';
  #was = '';
  readonly #first = createRef<HTMLButtonElement>();

  override componentDidMount(): void {
    this.#speak();
  }

  override componentDidUpdate(): void {
    const { here, phone } = this.props;
    if (this.#spoken !== here.session.language) this.#speak();
    // The focus follows what is to be done next, where it was within the call already or the customer has just asked for one.
    if (!this.state.words) return;
    if (phone.at !== this.#was && (this.#was || here.asked)) {
      const { activeElement } = here.root;
      if (!this.#was || !activeElement || activeElement.closest('.call')) this.#first.current?.focus();
    }
    this.#was = phone.at;
  }

  #speak(): void {
    const { base, session } = this.props.here;
    const language = (this.#spoken = session.language);
    const asked = fetch(`${base}api/v1/chat/call?language=${language}`, { credentials: 'omit' })
      .then((response) => (response.ok ? (response.json() as Promise<Notice>) : null))
      .catch(() => null);
    void Promise.all([fetchCallWords(language), asked]).then(([words, notice]) => {
      if (language === this.#spoken) this.setState({ words, notice });
    });
  }

  render({ here, phone, onDone }: Props, { words, notice, keys, back }: State) {
    if (!words) return null;
    const say = translator<CallKey>(here.session.language, words);
    const ready = notice?.ready && notice.open;
    const done = (): void => (phone.anew(), onDone());
    const first = this.#first;
    return (
      <section class="call" aria-label={say('title')}>
        {phone.at === 'notice' ? (
          <>
            <h2>{say('title')}</h2>
            <Before here={here} say={say} notice={notice ?? null} />
            <div class="calls">
              {ready && (
                <button ref={first} type="button" class="go" onClick={() => void phone.call()}>
                  {say('start')}
                </button>
              )}
              <button ref={ready ? null : first} type="button" class="link" onClick={done}>
                {say(ready ? 'not_now' : 'close')}
              </button>
            </div>
          </>
        ) : (
          <p role="status" class={phone.at === 'over' && phone.trouble !== 'ended' && !phone.promised ? 'bad' : ''}>
            <Standing here={here} phone={phone} say={say} />
          </p>
        )}
        {phone.at === 'over' && (
          <div class="calls">
            {!phone.promised && (
              <button ref={first} type="button" class="go" onClick={() => void phone.call()}>
                {say(phone.trouble === 'elsewhere' ? 'here' : 'again')}
              </button>
            )}
            <button ref={phone.promised ? first : null} type="button" class="link" onClick={done}>
              {say('close')}
            </button>
            {!phone.promised && phone.trouble !== 'ended' && phone.trouble !== 'elsewhere' && (
              <a href={`${here.base}contact?language=${here.session.language}#callback`} target="_blank" rel="noopener">
                {say('call_me')}
              </a>
            )}
          </div>
        )}
        {phone.busy && this.#doing(say, first)}
        {phone.at === 'up' && (keys ?? phone.state === 'greeted') && <Keys say={say} onPress={(key) => phone.press(key)} />}
        {phone.at === 'up' && back && phone.state === 'waiting' && !phone.promised && <Back here={here} phone={phone} say={say} />}
      </section>
    );
  }

  /** What can be done in a call. */
  #doing(say: SayCall, first: RefObject<HTMLButtonElement | null>) {
    const { phone } = this.props;
    const { keys = phone.state === 'greeted', back = false } = this.state;
    return (
      <div class="calls">
        {phone.trouble === 'touch' && (
          <button type="button" class="go" onClick={() => phone.hear()}>
            {say('hear')}
          </button>
        )}
        {phone.at === 'up' && (
          <>
            <button ref={first} type="button" class="do" aria-pressed={phone.muted} onClick={() => phone.mute()}>
              {say(phone.muted ? 'unmute' : 'mute')}
            </button>
            <button type="button" class="do" aria-expanded={keys} onClick={() => this.setState({ keys: !keys })}>
              {say('keys')}
            </button>
          </>
        )}
        <button type="button" class="do end" onClick={() => phone.hangUp()}>
          {say('hang_up')}
        </button>
        {phone.inputs.length > 1 && (
          <select aria-label={say('microphone')} value={phone.input} onChange={(event) => void phone.speakInto(event.currentTarget.value)}>
            <option value="">{say('microphone')}</option>
            {phone.inputs.map(({ deviceId, label }) => (
              <option key={deviceId} value={deviceId}>
                {label || say('microphone')}
              </option>
            ))}
          </select>
        )}
        {phone.state === 'waiting' && !phone.promised && (
          <button type="button" class="link" aria-expanded={back} onClick={() => this.setState({ back: !back })}>
            {say('rather')}
          </button>
        )}
      </div>
    );
  }
}

/** What one should know before the browser asks. */
function Before({ here, say, notice }: WithHere & { say: SayCall; notice: Notice | null }) {
  if (!notice?.ready) return <p>{say('not_ready')}</p>;
  if (!notice.open)
    return (
      <p>
        {say('closed')} {notice.opens_at && say('opens', { when: moment(notice.opens_at, Date.now(), here.session.language) })}
      </p>
    );
  return (
    <>
      {!notice.people && <p>{say('nobody')}</p>}
      <p>{say('about')}</p>
      <p class="muted">{say('automatic')}</p>
      {notice.recorded && (
        <p>
          {say('recorded', { purpose: notice.purpose })} {notice.declining && say('declining')}
        </p>
      )}
    </>
  );
}

/** How the call stands, in words. */
function Standing({ here, phone, say }: WithHere & { phone: Phone; say: SayCall }) {
  const { at, trouble, quality, muted, recorded } = phone;
  if (phone.promised) return <>{say('promised')}</>;
  if (at === 'asking' || at === 'calling' || at === 'over') return <>{say(at === 'over' ? (trouble ?? 'ended') : at)}</>;
  const more: (CallKey | false | null)[] = [
    trouble,
    here.session.status === 'down' && 'offline',
    quality !== 'good' && quality,
    muted && 'muted',
    recorded && 'taped',
  ];
  return (
    <>
      <strong>{stands(here, phone, say)}</strong>
      {more.map((key) => key && ` ${say(key)}`)}
    </>
  );
}

function stands({ session }: Here, { state, place, wait, person }: Phone, say: SayCall): string {
  if (state === 'greeted') return say('menu');
  if (state === 'offered') return say('ringing');
  if (state === 'held' || state === 'parked') return say('held');
  if (state === 'active') return person ? say('with', { name: person }) : say('talking');
  if (state !== 'waiting') return say('line');
  const where = place === null ? say('line') : place <= 1 ? say('next') : say('place', { n: place });
  if (!wait) return where;
  const { key, time } = spoken(wait.low_ms, wait.high_ms, session.language);
  return `${where} ${say('wait', { time: key === 'time' ? time : say(key, { time }) })}`;
}
