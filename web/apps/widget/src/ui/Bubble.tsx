/** One message, from whoever it is. */

import type { Message, Outgoing } from '../chat/conversation.ts';
import { delivery, newest } from '../chat/outbox.ts';
import type { Key } from '../i18n/words.ts';
import type { Extras, WithHere } from './here.ts';

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

interface Props extends WithHere {
  readonly message: Message | Outgoing;
  readonly extras: Extras | null;
}

export function Bubble({ here, message, extras }: Props) {
  const { session, say } = here;
  const { from, name } = 'ordinal' in message ? message : { from: 'customer', name: null };
  const who = from === 'customer' ? say('you') : from === 'system' ? say('automatic') : (name ?? say('agent'));
  const at = new Date(message.at);
  const time = at.toLocaleTimeString(session.language, CLOCK);
  return (
    <div class={`bubble ${from}`}>
      <small>
        {who}, <time dateTime={at.toISOString()}>{time}</time>
      </small>
      {message.text && <p>{linked(message.text)}</p>}
      {message.attachments.map((file) =>
        extras ? <extras.File key={file.blob} here={here} file={file} /> : file.name,
      )}
      {from === 'customer' && <State here={here} message={message} />}
    </div>
  );
}

/** How far it has come: said of the newest one, and of each that is not there yet. */
function State({ here: { session, say }, message }: Omit<Props, 'extras'>) {
  const how = delivery(session.state, message, session.status === 'up');
  if ('ordinal' in message) {
    return message !== newest(session.state, 'customer') ? null : <small class="state">{say(how)}</small>;
  }
  const { key, code } = message;
  if (code === null) return <small class="state">{say(how)}</small>;
  return (
    <small class="state refused" role="alert">
      {say(reason(code))}
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

/** The text with its addresses made to be followed; the sentence's own full stop stays outside. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+[^\s.,;:!?)])/).map((part, index) =>
    index % 2 ? (
      <a href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
