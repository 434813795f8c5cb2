/** The conversation: what is going on, what was said, and where to write. */

import { Component } from 'preact';
import { Composer } from './Composer.tsx';
import type { Extras, Survey, WithHere } from './here.ts';
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
  readonly survey: Survey | null;
  /** The survey that the customer put aside, or has answered. */
  readonly aside: string | null;
}

export class Chat extends Component<Props, State> {
  override state: State = { later: null, extras: null, survey: null, aside: null };

  override componentDidMount(): void {
    this.props.here.session.wake();
    this.#fetch();
  }

  override componentDidUpdate(was: Props): void {
    if (was.here !== this.props.here) this.#fetch();
  }

  #fetchSurvey(): void {
    const { session } = this.props.here;
    if (session.state.survey && !this.state.survey && session.status === 'up') {
      import('../survey.tsx').then((survey) => this.setState({ survey }), () => {});
    }
  }

  /** The third stage follows as soon as there is a connection to bring it. */
  #fetch(): void {
    const { root, session } = this.props.here;
    this.#fetchSurvey();
    if (this.state.extras || session.status === 'down') return;
    import('../extras.ts').then(
      (extras) => {
        if (!root.adoptedStyleSheets.includes(extras.sheet)) root.adoptedStyleSheets.push(extras.sheet);
        this.setState({ extras });
      },
      () => {},
    );
  }

  render({ here, more, onLess }: Props, { later, extras, survey, aside }: State) {
    const { stage, answerLater, people, met, survey: token } = here.session.state;
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
        {extras && <extras.Promises here={here} />}
        {extras && survey && token && token !== aside && (
          <survey.Asking here={here} token={token} onDone={() => this.setState({ aside: token })} />
        )}
        <Log here={here} extras={extras} />
        <Composer here={here} extras={extras} />
      </>
    );
  }
}
