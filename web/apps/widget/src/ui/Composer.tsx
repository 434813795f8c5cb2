/** Where the customer writes. Enter sends, Shift+Enter breaks the line; a draft outlives the closing of the panel. */

import { Component, createRef } from 'preact';
import type { Change, Pending } from '../chat/pending.ts';
import type { Extras, WithHere } from './here.ts';
import { Icon } from './Icon.tsx';

/** The server's own limit; longer texts belong into a file. */
const CHARACTERS_MAX = 8_000;

interface Props extends WithHere {
  readonly extras: Extras | null;
}

interface State {
  readonly pending: readonly Pending[];
}

export class Composer extends Component<Props, State> {
  override state: State = { pending: [] };
  readonly #field = createRef<HTMLTextAreaElement>();

  override componentDidMount(): void {
    const field = this.#field.current!;
    field.value = this.props.here.draft.text;
    this.#fit();
    // On a phone the keyboard would hide what is to be read first.
    if (this.props.here.asked && !matchMedia('(pointer: coarse)').matches) queueMicrotask(() => field.focus());
  }

  get #ready(): boolean {
    const { pending } = this.state;
    return (this.props.here.draft.text.trim() !== '' || pending.length > 0) && pending.every((one) => one.attachment);
  }

  readonly #send = (event: Event): void => {
    event.preventDefault();
    const field = this.#field.current!;
    field.focus();
    if (!this.#ready) return;
    this.props.here.session.say(
      field.value.trim(),
      this.state.pending.map((one) => one.attachment!),
    );
    field.value = '';
    this.setState({ pending: [] });
    this.#fit();
  };

  readonly #fit = (): void => {
    const field = this.#field.current!;
    this.props.here.draft.text = field.value;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
    this.setState({});
  };

  readonly #write = (): void => {
    this.#fit();
    this.props.here.session.typing(this.props.here.draft.text !== '');
  };

  readonly #key = (event: KeyboardEvent): void => {
    // While a word is still being composed, Enter belongs to the input method.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#field.current!.form!.requestSubmit();
    }
  };

  readonly #change: Change = (to) => this.setState(({ pending }) => ({ pending: to(pending) }));

  render({ here, extras }: Props, { pending }: State) {
    const { say, session } = here;
    return (
      <form class="composer" onSubmit={this.#send}>
        {extras && session.state.met && <extras.Tray here={here} pending={pending} change={this.#change} />}
        <textarea
          ref={this.#field}
          rows={1}
          maxLength={CHARACTERS_MAX}
          aria-label={say('message')}
          placeholder={say('placeholder')}
          onInput={this.#write}
          onBlur={() => session.typing(false)}
          onKeyDown={this.#key}
        />
        <button type="submit" class="icon send" aria-label={say('send')} aria-disabled={!this.#ready}>
          <Icon path="M12 20V5M5 12l7-7 7 7" />
        </button>
      </form>
    );
  }
}
