import type { Outgoing } from '../chat/conversation.ts';
import type { Key } from '../i18n/words.ts';
import type { WithHere } from './here.ts';

interface Props extends WithHere {
  readonly message: Outgoing;
}

/** A message that the server would not take: why, and what the customer can do about it. */
export function Refused({ here: { session, say }, message: { key, code } }: Props) {
  return (
    <small class="state refused" role="alert">
      {say(reason(code!))}
      <button type="button" class="link" onClick={() => session.again(key)}>
        {say('again')}
      </button>
      <button type="button" class="link" onClick={() => session.drop(key)}>
        {say('drop')}
      </button>
    </small>
  );
}

function reason(code: string): Key {
  if (/large|long/.test(code)) return 'refused_too_large';
  return /many|rate|full/.test(code) ? 'refused_too_many' : 'refused';
}
