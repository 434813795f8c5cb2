import { Component } from 'preact';
import { fetchFile, sizeOf } from '../chat/attachments.ts';
import type { Attachment } from '../chat/frames.ts';
import type { WithHere } from './here.ts';
import { Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly file: Attachment;
}

interface State {
  readonly failed: boolean;
}

/** A file to be taken home. It is fetched with the token in a header, so that no address betrays it. */
export class File extends Component<Props, State> {
  override state: State = { failed: false };
  readonly #take = (): void => {
    const { here, file } = this.props;
    fetchFile(here.base, here.session.state.token, file).then(
      () => this.setState({ failed: false }),
      () => this.setState({ failed: true }),
    );
  };

  render({ here: { session, say }, file }: Props, { failed }: State) {
    return (
      <>
        <button type="button" class="file" title={say('download')} onClick={this.#take}>
          <Icon path="M12 4v13M6 11l6 6 6-6M5 21h14" />
          <span>{file.name}</span> <small>{sizeOf(file.size, session.language)}</small>
        </button>
        {failed && <small role="alert">{say('download_failed')}</small>}
      </>
    );
  }
}
