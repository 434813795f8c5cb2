/** What stands between the messages. */

import type { Line } from '../chat/conversation.ts';
import type { WithHere } from './here.ts';

/** A name for the day of an instant, where the customer is. */
export const dayOf = (at: number): string => new Date(at).toDateString();

interface DayProps extends WithHere {
  readonly at: number;
}

export function DayBreak({ here, at }: DayProps) {
  const format = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return <p class="line">{new Date(at).toLocaleDateString(here.session.language, format)}</p>;
}

interface TurnProps extends WithHere {
  readonly line: Line;
}

export function Turned({ here: { say }, line }: TurnProps) {
  return <p class="line">{say(`line_${line.kind}`, { name: line.name ?? say('agent') })}</p>;
}
