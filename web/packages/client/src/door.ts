/** Where to log in: the desk has the door, and leads back to where one came from. */
import { Problem } from './rest.ts';

export const door = (): string => `/desk/?return=${encodeURIComponent(location.pathname + location.search)}`;

/** Whether it was for want of a session, which may have ended long after the page was opened: then the way leads to the door. */
export function ledOut(problem: unknown): boolean {
  const out = problem instanceof Problem && problem.status === 401;
  if (out) location.assign(door());
  return out;
}
