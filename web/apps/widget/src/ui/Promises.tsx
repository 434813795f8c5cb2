/** What we promised, in sight for as long as we owe it, and for a day after. */

import type { WithHere } from './here.ts';

const DAY = 864e5;

export function Promises({ here: { session, say } }: WithHere) {
  const now = Date.now();
  const shown = session.state.promises.filter(({ state, at, text }) => text && (state === 'owed' || state === 'broken' || at > now - DAY));
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
