/** "Answer me later": the only place where an address is asked for, and only for this. */

import { Component, createRef } from 'preact';
import type { WithHere } from './here.ts';
import { Sheet } from './Sheet.tsx';

interface Props extends WithHere {
  /** Whether the customer wished for it; otherwise it is offered, and takes no focus. */
  readonly wished: boolean;
  readonly onDone: () => void;
}

interface State {
  readonly kind: 'email' | 'phone';
  readonly wrong: boolean;
}

/** Only what cannot be an address at all is stopped here; the server has the last word. */
const LOOKS_RIGHT = { email: /^\S+@\S+\.\S+$/, phone: /^\+?[\d\s()-]{5,20}$/ };

const FIELD = {
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
} as const;

export class Later extends Component<Props, State> {
  override state: State = { kind: 'email', wrong: false };
  readonly #field = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    if (this.props.wished) this.#field.current!.focus();
  }

  readonly #leave = (event: Event): void => {
    event.preventDefault();
    const { kind } = this.state;
    const field = this.#field.current!;
    const value = field.value.trim();
    const fits = LOOKS_RIGHT[kind].test(value);
    this.setState({ wrong: !fits });
    if (fits) this.props.here.session.later({ kind, value });
    else field.focus();
  };

  render({ here: { session, say }, wished, onDone }: Props, { kind, wrong }: State) {
    const { address, trouble } = session.state;
    const bad = wrong || trouble !== null;
    return (
      <Sheet onDone={onDone}>
        <form noValidate onSubmit={this.#leave}>
          <p>{say(wished ? 'later_why' : 'later_nobody')}</p>
          <div class="kinds">
            {(['email', 'phone'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="kind" checked={kind === one} onChange={() => this.setState({ kind: one })} />
                {say(one)}
              </label>
            ))}
          </div>
          <input
            ref={this.#field}
            class="field"
            {...FIELD[kind]}
            aria-label={say(kind)}
            aria-invalid={bad}
            aria-describedby="wrong"
          />
          <small id="wrong" role="alert" class="refused">
            {bad && say('address_refused')}
          </small>
          <div class="acts">
            <button type="submit" class="main" disabled={address !== null}>
              {say(address ? 'leaving' : 'leave')}
            </button>
            <button type="button" class="link" onClick={onDone}>
              {say('not_now')}
            </button>
          </div>
        </form>
      </Sheet>
    );
  }
}
