/** Days of the site, and which sessions want what of somebody now. */
import type { Short } from './told.ts';

export type Group = 'today' | 'waiting' | 'week' | 'later' | 'under_way' | 'over';
export const GROUPS: readonly Group[] = ['today', 'waiting', 'week', 'later', 'under_way', 'over'];

/** So many days after a day, both as `2026-11-30`. */
export const after = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
/** 0 is Monday. */
export const weekday = (day: string): number => (new Date(Date.parse(day)).getUTCDay() + 6) % 7;

/** Waiting: held without a step, a step that is due, or planned for a day that has passed. */
export function groupOf(one: Short, today: string): Group {
  if (one.standing === 'followed' || one.standing === 'cancelled') return 'over';
  if (one.standing === 'held' || one.due || (one.standing === 'planned' && one.day < today)) return 'waiting';
  if (one.standing === 'agreed') return 'under_way';
  if (one.day === today) return 'today';
  return one.day <= after(today, 6) ? 'week' : 'later';
}

/** What comes first stands first; of what is over, what was last. */
export function grouped(sessions: readonly Short[], today: string): ReadonlyMap<Group, Short[]> {
  const found = new Map<Group, Short[]>(GROUPS.map((group) => [group, []]));
  for (const one of sessions) found.get(groupOf(one, today))!.push(one);
  for (const [group, list] of found) list.sort((a, b) => (group === 'over' ? b.begins_at - a.begins_at : a.begins_at - b.begins_at));
  return found;
}
