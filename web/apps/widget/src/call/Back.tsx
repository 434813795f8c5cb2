/** Rather be called back: the number is asked for only here, and the place in line is kept. */

import { Component, createRef } from 'preact';
import { newKey } from '../chat/session.ts';
import type { WithHere } from '../ui/here.ts';
import type { Phone } from './phone.ts';
import type { CallKey, SayCall } from './words.ts';

interface Props extends WithHere {
  readonly phone: Phone;
  readonly say: SayCall;
}

interface State {
  readonly wrong?: CallKey | undefined;
}

export class Back extends Component<Props, State> {
  readonly #field = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    this.#field.current!.focus();
  }

  readonly #send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { here, phone } = this.props;
    const { base, session } = here;
    const post = (path: string, headers: Record<string, string>, body: string) =>
      fetch(`${base}api/v1/${path}`, { method: 'POST', headers, body, credentials: 'omit' });
    this.setState({ wrong: undefined });
    try {
      const given = await post('chat/pass', { authorization: `Bearer ${session.state.token}` }, '');
      const { pass } = (await given.json()) as { pass: string };
      const wanted = { token: newKey(), phone: this.#field.current!.value.trim(), language: session.language, pass };
      const answer = await post('callback', { 'content-type': 'application/json' }, JSON.stringify(wanted));
      if (answer.ok) {
        phone.promised = await answer.json();
        session.tell();
      } else this.setState({ wrong: answer.status === 422 || answer.status === 400 ? 'number_wrong' : 'number_failed' });
    } catch {
      this.setState({ wrong: 'number_failed' });
    }
  };

  render({ say }: Props, { wrong }: State) {
    return (
      <form onSubmit={(event) => void this.#send(event)}>
        <p class="muted">{say('rather_why')}</p>
        <label>
          {say('number')}
          <input ref={this.#field} type="tel" autocomplete="tel" maxLength={40} required aria-invalid={wrong === 'number_wrong'} aria-describedby="call-wrong" />
        </label>
        <button type="submit" class="go">
          {say('send')}
        </button>
        <small id="call-wrong" role="alert">
          {wrong && say(wrong)}
        </small>
      </form>
    );
  }
}
