/** The frame of it all: a dialog on somebody's page, or the page itself on /chat. */

import { Component, createRef } from 'preact';
import { Chat } from './Chat.tsx';
import { Header } from './Header.tsx';
import { SMALL, type WithHere } from './here.ts';
import { Home } from './Home.tsx';

interface State {
  readonly atHome: boolean;
  readonly more: boolean;
}

export class Panel extends Component<WithHere, State> {
  override state: State = { atHome: !this.props.here.session.begun, more: false };
  readonly #frame = createRef<never>();
  readonly #small = matchMedia(SMALL);

  override componentDidMount(): void {
    if (this.props.here.page) return;
    this.#stand();
    this.#small.addEventListener('change', this.#stand);
    visualViewport?.addEventListener('resize', this.#fit);
  }

  override componentWillUnmount(): void {
    this.#small.removeEventListener('change', this.#stand);
    visualViewport?.removeEventListener('resize', this.#fit);
  }

  /** On a small screen the dialog is modal, so that focus cannot fall behind it. */
  readonly #stand = (): void => {
    const dialog = this.#frame.current as unknown as HTMLDialogElement;
    dialog.close();
    if (this.#small.matches) dialog.showModal();
    // Not `show()`, which would take the focus even from a customer who asked for nothing.
    else dialog.open = true;
    this.#fit();
  };

  /** The keyboard of a phone covers the lower half; the panel keeps to the half that is seen. */
  readonly #fit = (): void => {
    const { style } = this.#frame.current as unknown as HTMLDialogElement;
    style.height = this.#small.matches ? `${visualViewport!.height}px` : '';
  };

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.props.here.page) return;
    event.preventDefault();
    this.props.here.close();
  };

  render({ here }: WithHere, { atHome, more }: State) {
    const Frame = here.page ? 'main' : 'dialog';
    return (
      <Frame
        ref={this.#frame}
        class={here.page ? 'panel page' : 'panel'}
        lang={here.session.language}
        aria-labelledby="title"
        onKeyDown={this.#escape}
      >
        <Header
          here={here}
          more={more}
          onBack={atHome ? null : () => this.setState({ atHome: true, more: false })}
          onMore={() => this.setState({ more: !more })}
        />
        {here.session.above?.(here)}
        {atHome ? (
          <Home here={here} onWrite={() => this.setState({ atHome: false })} />
        ) : (
          <Chat here={here} more={more} onLess={() => this.setState({ more: false })} />
        )}
      </Frame>
    );
  }
}
