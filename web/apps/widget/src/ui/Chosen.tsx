import type { Pending } from '../chat/pending.ts';
import type { WithHere } from './here.ts';
import { CLOSE, Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly one: Pending;
  readonly onAgain: () => void;
  readonly onRemove: () => void;
}

/** A chosen file, with how far it has come. */
export function Chosen({ here: { say }, one, onAgain, onRemove }: Props) {
  const { name } = one.file;
  const under = !one.failed && !one.attachment;
  return (
    <div class="chosen">
      {one.failed ? (
        <small role="alert">
          {say('upload_failed', { name })}
          <button type="button" class="link" onClick={onAgain}>
            {say('again')}
          </button>
        </small>
      ) : (
        <small>{under ? say('uploading', { name, percent: one.percent }) : name}</small>
      )}
      {under && <progress max={100} value={one.percent} aria-label={name} />}
      <button type="button" class="icon small" aria-label={say('remove_file', { name })} onClick={onRemove}>
        <Icon path={CLOSE} />
      </button>
    </div>
  );
}
