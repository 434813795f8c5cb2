/** One line above the messages: where the customer stands just now. */

import { OVER } from '../chat/frames.ts';
import type { Here, WithHere } from './here.ts';

interface Props extends WithHere {
  /** Absent where there is nothing to be answered later. */
  readonly onLater: (() => void) | null;
}

export function Strip({ here, onLater }: Props) {
  const { session, say } = here;
  const { status, state } = session;
  const text = standing(here);
  const free = OVER.includes(state.stage) && !state.outbox.length;
  if (!text) return null;
  return (
    <div class={`strip ${status}`}>
      <p role="status">{text}</p>
      {status === 'up' && (onLater || free) && (
        <button type="button" class="link" onClick={onLater ?? (() => session.restart())}>
          {say(onLater ? 'later' : 'restart')}
        </button>
      )}
    </div>
  );
}

function standing({ session, say }: Here): string {
  const { status, state } = session;
  if (status === 'down') return say('offline');
  if (status !== 'up') return session.begun ? say('connecting') : '';
  switch (state.stage) {
    case null:
      return '';
    case 'active':
    case 'parked':
      return state.person ? say('with', { name: state.person }) : '';
    case 'held':
      return say('line_held');
    default:
      if (state.stage === 'wrap_up' || OVER.includes(state.stage)) return say('write_on');
      return state.answerLater ? say('line_later') : inLine(state.place, state.people, say);
  }
}

function inLine(place: number | null, people: number | null, say: Here['say']): string {
  const where = place === null ? say('seeking') : place <= 1 ? say('place_next') : say('place', { n: place });
  return people ? `${where} ${say('people', { n: people })}` : where;
}
