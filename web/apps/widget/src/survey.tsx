/** "How did we do?": fetched only for a customer who is asked. */

import { callsFor, SurveyForm } from '@hoolin/ui/survey';
import { Component, createRef } from 'preact';
import css from './style/survey.css?inline';
import type { WithHere } from './ui/here.ts';
import { Sheet } from './ui/Sheet.tsx';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

interface Props extends WithHere {
  /** What leads to the questions. */
  readonly token: string;
  readonly onDone: () => void;
}

export class Asking extends Component<Props> {
  readonly #place = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    const { root } = this.props.here;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    this.#begin();
  }

  override componentDidUpdate(was: Props): void {
    if (was.token !== this.props.token || was.here.session.language !== this.props.here.session.language) this.#begin();
  }

  #begin(): void {
    const { here, token } = this.props;
    void new SurveyForm(this.#place.current!, callsFor(here.base, token), here.session.language).begin();
  }

  render({ here, onDone }: Props) {
    return (
      <Sheet onDone={onDone}>
        <section aria-label={here.say('survey')}>
          <button type="button" class="link shut" onClick={onDone}>
            {here.say('not_now')}
          </button>
          <div ref={this.#place} />
        </section>
      </Sheet>
    );
  }
}
