/** The conversation: what is going on, what was said, and where to write. */

import { Component } from 'preact';
import { Composer } from './Composer.tsx';
import type { Extras, WithHere } from './here.ts';
import { Log } from './Log.tsx';
import { Strip } from './Strip.tsx';

interface Props extends WithHere {
  readonly more: boolean;
  readonly onLess: () => void;
}

interface State {
  /** Null until the customer decides: where nobody is at work, the question is then put to them at once. */
  readonly later: boolean | null;
  readonly extras: Extras | null;
}

export class Chat extends Component<Props, State> {
  override state: State = { later: null, extras: null };

  override componentDidMount(): void {
    this.props.here.session.wake();
    this.#fetch();
  }

  override componentDidUpdate(was: Props): void {
    if (was.here !== this.props.here) this.#fetch();
  }

  /** The third stage follows as soon as there is a connection to bring it. */
  #fetch(): void {
    const { root, session } = this.props.here;
    if (this.state.extras || session.status === 'down') return;
    import('../extras.ts').then(
      (extras) => {
        if (!root.adoptedStyleSheets.includes(extras.sheet)) root.adoptedStyleSheets.push(extras.sheet);
        this.setState({ extras });
      },
      () => {},
    );
  }

  render({ here, more, onLess }: Props, { later, extras }: State) {
    const { stage, answerLater, people, met } = here.session.state;
    const waits = met && !answerLater && (stage === 'waiting' || stage === 'offered');
    const asking = waits && (later ?? people === 0);
    const ask = waits && !asking ? () => this.setState({ later: true }) : null;
    return (
      <>
        <Strip here={here} onLater={ask} />
        {extras && more && <extras.More here={here} onDone={onLess} />}
        {extras && asking && (
          <extras.Later here={here} wished={later === true} onDone={() => this.setState({ later: false })} />
        )}
        {extras && <extras.Beside here={here} />}
        <Log here={here} extras={extras} />
        <Composer here={here} extras={extras} />
      </>
    );
  }
}
