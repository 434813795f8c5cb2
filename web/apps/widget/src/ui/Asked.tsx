/** "How did we do?", where the customer is asked; what it takes is fetched for them alone. */

import { Component } from 'preact';
import type { Survey, WithHere } from './here.ts';

interface State {
  readonly survey: Survey | null;
  /** What the customer put aside, or has answered. */
  readonly aside: string | null;
}

export class Asked extends Component<WithHere, State> {
  override state: State = { survey: null, aside: null };

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { session } = this.props.here;
    if (session.state.survey && !this.state.survey && session.status === 'up') {
      import('../survey.tsx').then((survey) => this.setState({ survey }), () => {});
    }
  }

  render({ here }: WithHere, { survey, aside }: State) {
    const token = here.session.state.survey;
    if (!survey || !token || token === aside) return null;
    return <survey.Asking here={here} token={token} onDone={() => this.setState({ aside: token })} />;
  }
}
