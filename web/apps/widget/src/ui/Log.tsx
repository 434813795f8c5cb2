/** Everything that was said, oldest first, and what is still on its way. */

import { Component, createRef } from 'preact';
import { newest } from '../chat/outbox.ts';
import { Bubble } from './Bubble.tsx';
import type { Extras, WithHere } from './here.ts';
import { dayOf, DayBreak, Turned } from './lines.tsx';

/** So many are drawn at first, however long the story is. */
const SHOWN = 100;
/** Within so many pixels of the end, the reader is taken to follow the conversation. */
const NEAR = 40;

interface Props extends WithHere {
  readonly extras: Extras | null;
}

interface State {
  readonly shown: number;
  /** Something came while the reader was looking at older messages. */
  readonly fresh: boolean;
}

export class Log extends Component<Props, State> {
  override state: State = { shown: SHOWN, fresh: false };
  readonly #box = createRef<HTMLDivElement>();
  #atEnd = true;
  #mark = '';

  override componentDidMount(): void {
    document.addEventListener('visibilitychange', this.#look);
    this.componentDidUpdate();
  }

  override componentWillUnmount(): void {
    document.removeEventListener('visibilitychange', this.#look);
  }

  override componentDidUpdate(): void {
    const { state, status } = this.props.here.session;
    const was = this.#mark.split(' ');
    const is = [state.outbox.length, newest(state)?.n, state.entries.length, status].map(String);
    this.#mark = is.join(' ');
    // What one has just written is always shown; what others write only if the reader is there already.
    if (this.#atEnd || Number(is[0]) > Number(was[0])) this.#toEnd();
    else if (is[1] !== was[1]) this.setState({ fresh: true });
  }

  readonly #look = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#box.current!;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (!this.#atEnd) return;
    if (this.state.fresh) this.setState({ fresh: false });
    if (!document.hidden) this.props.here.session.seen();
  };

  readonly #toEnd = (): void => {
    const box = this.#box.current!;
    box.scrollTop = box.scrollHeight;
    this.#look();
  };

  render({ here, extras }: Props, { shown, fresh }: State) {
    const { say, session } = here;
    const { entries, outbox, typing } = session.state;
    let day = dayOf(Date.now());
    return (
      <div class="room">
        <div class="log" role="log" aria-label={say('log')} tabIndex={0} ref={this.#box} onScroll={this.#look}>
          {entries.length > shown && (
            <button type="button" class="link" onClick={() => this.setState({ shown: shown * 5 })}>
              {say('earlier')}
            </button>
          )}
          <p class="bubble system">
            <small>{say('automatic')}</small>
            {say('intro')}
          </p>
          {entries
            .slice(-shown)
            .map((entry) => [
              day !== (day = dayOf(entry.at)) && <DayBreak key={day} here={here} at={entry.at} />,
              entry.kind === 'message' ? (
                <Bubble key={entry.key ?? entry.n} here={here} message={entry} extras={extras} />
              ) : (
                <Turned key={entry.n} here={here} line={entry} />
              ),
            ])}
          {outbox.map((message) => (
            <Bubble key={message.key} here={here} message={message} extras={extras} />
          ))}
          <p class="typing muted" aria-live="off">
            {typing !== null && say('typing', { name: typing || say('agent') })}
          </p>
        </div>
        {fresh && (
          <button type="button" class="fresh" onClick={this.#toEnd}>
            {say('fresh')}
          </button>
        )}
      </div>
    );
  }
}
