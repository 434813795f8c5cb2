/** The clip and the chosen files. They go up at once, so that sending does not have to wait for them. */

import { Component, createRef } from 'preact';
import { BYTES_MAX, FILES_MAX, upload } from '../chat/attachments.ts';
import { weigh, type Change, type Pending } from '../chat/pending.ts';
import { Chosen } from './Chosen.tsx';
import type { WithHere } from './here.ts';
import { Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly pending: readonly Pending[];
  readonly change: Change;
}

interface State {
  /** What to tell the customer about files that were not taken. */
  readonly trouble: string;
}

let count = 0;

export class Tray extends Component<Props, State> {
  override state: State = { trouble: '' };
  readonly #clip = createRef<HTMLLabelElement>();

  // A picture is often pasted; the field it is pasted into belongs to the composer.
  override componentDidMount(): void {
    const form = this.#clip.current!.closest('form')!;
    form.addEventListener('paste', (event) => this.#add(event.clipboardData?.files ?? []));
    form.addEventListener('submit', () => this.setState({ trouble: '' }));
  }

  #update(id: number, to: Partial<Pending>): void {
    this.props.change((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  }

  #start({ id, file }: Pick<Pending, 'id' | 'file'>): void {
    const { base, session } = this.props.here;
    const running = upload(base, session.state.token, file, (percent) => this.#update(id, { percent }));
    this.#update(id, { running, failed: false, percent: 0 });
    running.done.then(
      (attachment) => this.#update(id, { attachment }),
      () => this.#update(id, { failed: true }),
    );
  }

  #add(files: Iterable<File>): void {
    const { here, pending, change } = this.props;
    const { fitting, tooBig } = weigh(files, BYTES_MAX);
    const room = FILES_MAX - pending.length;
    const mb = BYTES_MAX / 1024 / 1024;
    const troubles = tooBig.map(({ name }) => here.say('too_big', { name, mb }));
    if (fitting.length > room) troubles.push(here.say('too_many_files', { n: FILES_MAX }));
    this.setState({ trouble: troubles.join(' ') });
    for (const file of fitting.slice(0, room)) {
      const id = (count += 1);
      change((all) => [...all, { id, file, percent: 0, attachment: null, failed: false, running: null }]);
      this.#start({ id, file });
    }
  }

  #remove(one: Pending): void {
    one.running?.stop();
    this.props.change((all) => all.filter((other) => other.id !== one.id));
  }

  readonly #choose = (event: { currentTarget: HTMLInputElement }): void => {
    this.#add(event.currentTarget.files ?? []);
    event.currentTarget.value = '';
  };

  render({ here, pending }: Props, { trouble }: State) {
    return (
      <>
        <div class="uploading">
          {pending.map((one) => (
            <Chosen
              key={one.id}
              here={here}
              one={one}
              onAgain={() => this.#start(one)}
              onRemove={() => this.#remove(one)}
            />
          ))}
          <small role="alert">{trouble}</small>
        </div>
        <label class="icon clip" ref={this.#clip}>
          <Icon path="M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14 7.6" />
          <input type="file" multiple aria-label={here.say('attach')} onChange={this.#choose} />
        </label>
      </>
    );
  }
}
