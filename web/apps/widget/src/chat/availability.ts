/** How many people are at work and how many customers wait: asked only while the customer looks at it. */

import type { Availability } from './frames.ts';

/** The server's answer is five seconds old at most; asking more often would bring nothing. */
export const ASK_MS = 8_000;

/** Tells the answer, or null when there is none, now and again until stopped. */
export function follow(base: string, tell: (availability: Availability | null) => void): () => void {
  let stopped = false;
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await fetch(`${base}api/v1/chat/availability`, { credentials: 'omit' })
      .then((response) => (response.ok ? (response.json() as Promise<Availability>) : null))
      .catch(() => null);
    if (!stopped) tell(answer);
  };
  void ask();
  const timer = setInterval(() => void ask(), ASK_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
