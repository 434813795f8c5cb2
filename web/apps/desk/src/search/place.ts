/** From a hit to its place: the conversation is opened, what lies between is fetched, and the message is shown and marked for a moment. */
import type { Desk } from '../state/desk.svelte.ts';
import type { Hit } from './told.ts';

const PAGES_MAX = 40;
const WAIT_MS = 50;
const WAITS_MAX = 200;
const MARKED_MS = 2_500;

const rest = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

export async function goTo(desk: Desk, { interaction, ordinal }: Pick<Hit, 'interaction' | 'ordinal'>): Promise<void> {
  desk.open(interaction);
  if (ordinal === null) return;
  const { conversation } = desk;
  const there = (): boolean => conversation.interaction === interaction;
  for (let waits = 0; there() && !conversation.thread && !conversation.failure && waits < WAITS_MAX; waits++) await rest(WAIT_MS);
  for (let pages = 0; there() && (conversation.thread?.messages[0]?.ordinal ?? 0) > ordinal && pages < PAGES_MAX; pages++) await conversation.earlier();
  for (let waits = 0; there() && waits < WAITS_MAX; waits++) {
    const message = document.querySelector<HTMLElement>(`[data-ordinal="${ordinal}"]`);
    if (message) return show(message);
    await rest(WAIT_MS);
  }
}

/** The log holds on to its end until it has seen somebody scroll away from it: so it is asked until it stays. */
async function show(message: HTMLElement): Promise<void> {
  message.closest<HTMLElement>('[role="log"]')?.focus();
  message.classList.add('sought');
  setTimeout(() => message.classList.remove('sought'), MARKED_MS);
  for (let stays = 0, tries = 0; stays < 3 && tries < WAITS_MAX / 5; tries++) {
    if (inSight(message)) stays++;
    else ((stays = 0), message.scrollIntoView({ block: 'center' }));
    await rest(WAIT_MS);
  }
}

function inSight(message: HTMLElement): boolean {
  const log = message.closest('[role="log"]')?.getBoundingClientRect();
  const { top, bottom } = message.getBoundingClientRect();
  return !!log && bottom > log.top && top < log.bottom;
}
