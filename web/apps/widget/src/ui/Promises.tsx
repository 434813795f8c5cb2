/** What we promised, in sight for as long as we owe it, and for a day after. */

import type { Promised } from '../chat/conversation.ts';
import type { WithHere } from './here.ts';

const DAY = 864e5;

/** One card of each promise: what was told last, with the words and the time that were told before, where nothing new was. */
export function cards(told: readonly Promised[]): Promised[] {
  const found = new Map<string, Promised>();
  for (const one of told) {
    const known = found.get(one.promise);
    found.delete(one.promise);
    found.set(one.promise, { ...one, due_at: one.due_at ?? known?.due_at ?? null, text: one.text ?? known?.text ?? null });
  }
  return [...found.values()];
}

export function Promises({ here: { session, say } }: WithHere) {
  const now = Date.now();
  const shown = cards(session.state.promises).filter(({ state, at, text }) => text && (state === 'owed' || state === 'broken' || at > now - DAY));
  if (!shown.length) return null;
  return (
    <ul class="promised" aria-label={say('promise_owed')}>
      {shown.map(({ promise, state, text, due_at }) => {
        const standing = state === 'owed' && (due_at ?? now) < now ? 'broken' : state;
        return (
          <li key={promise} class={standing}>
            <small>{say(`promise_${standing}`)}</small>
            {text}
          </li>
        );
      })}
    </ul>
  );
}
