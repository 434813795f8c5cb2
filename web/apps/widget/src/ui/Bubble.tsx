/** One message, from whoever it is. */

import type { Message, Outgoing } from '../chat/conversation.ts';
import { delivery, newest } from '../chat/outbox.ts';
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
      {from === 'customer' && <State here={here} message={message} extras={extras} />}
    </div>
  );
}

/** How far it has come: said of the newest one, and of each that is not there yet. */
function State({ here, message, extras }: Props) {
  const { session, say } = here;
  if ('ordinal' in message && message !== newest(session.state, 'customer')) return null;
  if ('code' in message && message.code && extras) return <extras.Refused here={here} message={message} />;
  return <small class="state">{say(delivery(session.state, message, session.status === 'up'))}</small>;
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
