/** The first view: how long an answer takes by which way, before the customer decides anything. */

import { Component, createRef } from 'preact';
import type { Ways, WithHere } from './here.ts';
import { Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly onWrite: () => void;
}

interface State {
  /** Null where it could not be fetched. */
  readonly ways?: Ways | null;
}

export class Home extends Component<Props, State> {
  readonly #write = createRef<HTMLButtonElement>();

  override componentDidMount(): void {
    // Once the frame stands: before that nothing in it can have the focus.
    if (this.props.here.asked) queueMicrotask(() => this.#write.current?.focus());
    import('../board.tsx').then(
      (ways) => this.setState({ ways }),
      () => this.setState({ ways: null }),
    );
  }

  render({ here, onWrite }: Props, { ways }: State) {
    const { base, page, session, say } = here;
    return (
      <section class="home">
        <p class="hello">{say('hello')}</p>
        <button type="button" class="row" ref={this.#write} onClick={onWrite}>
          <Icon path="M4 4h16v12h-9l-5 4v-4H4z" />
          <span>{say(session.begun ? 'resume' : 'write')}</span>
        </button>
        {ways ? (
          <ways.Board here={here} under={false} />
        ) : (
          <p role="status" class="muted">
            {say(ways === null ? 'people_unknown' : 'checking')}
          </p>
        )}
        <footer class="muted">
          <p>{say('human')}</p>
          {!page && (
            <a href={`${base}chat?language=${session.language}`} target="_blank" rel="noopener">
              {say('window')}
            </a>
          )}
        </footer>
      </section>
    );
  }
}
