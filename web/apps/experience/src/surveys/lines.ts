/** What differs between two sets of rules, in words. */
import type { Line } from '../keeping/lines.ts';
import { same, WITHIN } from '../keeping/merge.ts';
import { apart } from './rules.ts';
import type { Rules, Survey } from './told.ts';

/** How things are called: an item, a channel, a queue; and the page's own words. */
export interface Names {
  item: (code: string) => string;
  channel: (code: string) => string;
  queue: (code: string) => string;
  say: (key: LineKey, values?: Record<string, string>) => string;
}
export type LineKey =
  | 'line_added' | 'line_removed' | 'line_order' | 'line_questions' | 'line_comment' | 'line_queues' | 'line_channels' | 'line_share' | 'line_used'
  | 'line_quiet_days' | 'line_open_days' | 'all' | 'yes' | 'no';

export function lines(before: Rules, after: Rules, names: Names): Line[] {
  const { say } = names;
  const found: Line[] = [];
  for (const key of ['quiet_days', 'open_days'] as const)
    if (before[key] !== after[key]) found.push({ piece: key, text: say(`line_${key}`), was: String(before[key]), is: String(after[key]) });
  for (const one of after.surveys) {
    const was = before.surveys.find(({ code }) => code === one.code);
    if (was) found.push(...within(was, one, names));
    else found.push({ piece: `survey/${one.code}`, text: say('line_added', { survey: one.code }), is: one.questions.map(names.item).join(' · ') });
  }
  for (const { code } of before.surveys)
    if (!after.surveys.some((one) => one.code === code)) found.push({ piece: `survey/${code}`, text: say('line_removed', { survey: code }) });
  const order = (rules: Rules, other: Rules): string[] => [...apart(rules).keys()].filter((piece) => apart(other).has(piece));
  if (!same(order(before, after), order(after, before))) found.push({ piece: 'order', text: say('line_order'), is: after.surveys.map(({ code }) => code).join(', ') });
  return found;
}

function within(was: Survey, is: Survey, { item, channel, queue, say }: Names): Line[] {
  const some = (list: readonly string[], name: (code: string) => string): string => list.map(name).join(', ') || say('all');
  const answer = (on: boolean): string => say(on ? 'yes' : 'no');
  const shown: [Exclude<keyof Survey, 'code'>, (one: Survey) => string][] = [
    ['questions', (one) => one.questions.map(item).join(' · ')],
    ['comment', (one) => answer(one.comment)],
    ['queues', (one) => some(one.queues, queue)],
    ['channels', (one) => some(one.channels, channel)],
    ['share', (one) => `${one.share} %`],
    ['used', (one) => answer(one.used)],
  ];
  return shown
    .map(([field, of]): Line => ({ piece: `survey/${is.code}${WITHIN}${field}`, text: say(`line_${field}`, { survey: is.code }), was: of(was), is: of(is) }))
    .filter((line) => line.was !== line.is);
}
