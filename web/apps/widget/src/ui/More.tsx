/** What is needed seldom: a name, and the end. */

import { Component, createRef } from 'preact';
import { OVER } from '../chat/frames.ts';
import type { Ways, WithHere } from './here.ts';
import { Sheet } from './Sheet.tsx';

interface Props extends WithHere {
  readonly onDone: () => void;
}

interface State {
  readonly saved: boolean;
  /** The end is asked for twice: a slip of the finger should not end a conversation. */
  readonly sure: boolean;
  /** The choice board, once it was asked for. */
  readonly ways: Ways | null;
}

export class More extends Component<Props, State> {
  override state: State = { saved: false, sure: false, ways: null };
  readonly #field = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    this.#field.current!.focus();
  }

  readonly #rename = (event: Event): void => {
    event.preventDefault();
    const value = this.#field.current!.value.trim();
    if (!value) return;
    this.props.here.session.rename(value);
    this.setState({ saved: true });
  };

  readonly #end = (): void => {
    this.props.here.session.goodbye();
    this.props.onDone();
  };

  readonly #look = (): void => void import('../board.tsx').then((ways) => this.setState({ ways }), () => {});

  render({ here, onDone }: Props, { saved, sure, ways }: State) {
    const { session, say } = here;
    const { stage, met } = session.state;
    const up = session.status === 'up' && met;
    const lives = up && stage !== null && stage !== 'wrap_up' && !OVER.includes(stage);
    return (
      <Sheet onDone={onDone}>
        <form class="pair" onSubmit={this.#rename}>
          <label>
            {say('your_name')}
            <input
              ref={this.#field}
              class="field"
              maxLength={200}
              autocomplete="name"
              onInput={() => this.setState({ saved: false })}
            />
          </label>
          <button type="submit" class="main" disabled={!up}>
            {say('save')}
          </button>
          <small role="status">{saved && say('saved')}</small>
        </form>
        {up && !ways && (
          <button type="button" class="link" onClick={this.#look}>
            {say('elsewhere')}
          </button>
        )}
        {up && ways && <ways.Board here={here} under={true} />}
        {lives && !sure && (
          <button type="button" class="link" onClick={() => this.setState({ sure: true })}>
            {say('goodbye')}
          </button>
        )}
        {lives && sure && (
          <div class="acts">
            <p>{say('goodbye_sure')}</p>
            <button type="button" class="main" onClick={this.#end}>
              {say('yes')}
            </button>
            <button type="button" class="link" onClick={() => this.setState({ sure: false })}>
              {say('no')}
            </button>
          </div>
        )}
      </Sheet>
    );
  }
}
