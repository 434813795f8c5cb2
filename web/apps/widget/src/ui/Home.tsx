/** The first view: who is at work and how many wait, before the customer decides anything. */

import { Component, createRef } from 'preact';
import { follow } from '../chat/availability.ts';
import type { Availability } from '../chat/frames.ts';
import type { Here, WithHere } from './here.ts';
import { Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly onWrite: () => void;
}

interface State {
  /** Undefined until the first answer, null where there is none. */
  readonly known?: Availability | null;
}

export class Home extends Component<Props, State> {
  readonly #write = createRef<HTMLButtonElement>();
  #stop = (): void => {};

  override componentDidMount(): void {
    const { asked, base, session } = this.props.here;
    // Once the frame stands: before that nothing in it can have the focus.
    if (asked) queueMicrotask(() => this.#write.current?.focus());
    this.#stop = follow(base, (known) => {
      this.setState({ known });
      if (known) session.meet(known.operator);
    });
  }

  override componentWillUnmount(): void {
    this.#stop();
  }

  render({ here, onWrite }: Props, { known }: State) {
    const { base, page, session, say } = here;
    return (
      <section class="home">
        <p class="hello">{say('hello')}</p>
        <p role="status" class="muted">
          {atWork(here, known)}
        </p>
        <button type="button" class="row" ref={this.#write} onClick={onWrite}>
          <Icon path="M4 4h16v12h-9l-5 4v-4H4z" />
          <span>{say(session.begun ? 'resume' : 'write')}</span>
        </button>
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

function atWork({ say }: Here, known: Availability | null | undefined): string {
  if (!known) return say(known === null ? 'people_unknown' : 'checking');
  const { people, waiting } = known;
  if (!people) return say('people_none');
  return `${say('people', { n: people })} ${waiting ? say('waiting', { n: waiting }) : say('waiting_none')}`;
}
