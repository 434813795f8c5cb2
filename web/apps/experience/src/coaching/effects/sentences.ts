/** What rollouts could tell and what they told, in sentences. */
import type { IconName } from '@hoolin/ui/icons';
import type { Apart, Change, Early, Item, Naive, Outcome, Refused, Result, Rollout, Seen, Short, Stand, Standing, Thing, Wanted, Word } from './told.ts';
import type { Says } from './words.ts';

export const SIGNS: Readonly<Record<Word, { tone: '' | 'ok' | 'late'; sign: IconName }>> = {
  helped: { tone: 'ok', sign: 'check' },
  harmful: { tone: 'late', sign: 'alert' },
  no_effect: { tone: '', sign: 'more' },
  cannot_tell: { tone: '', sign: 'why' },
  too_early: { tone: '', sign: 'waiting' },
};

/** `+12`, `−3`, `0`. */
export const signed = (points: number, { language }: Pick<Says, 'language'>): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(points).replace('-', '−');
export const plain = (value: number, { language }: Pick<Says, 'language'>, digits = 0): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
export const share = (value: number, { language }: Pick<Says, 'language'>): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
/** `2026-11-30` as a day is written; the same day in every time zone. */
export const dayTold = (day: string, says: Pick<Says, 'day'>): string => says.day(new Date(`${day}T12:00:00`).getTime());

export const itemName = (items: readonly Item[], code: string, { language }: Pick<Says, 'language'>): string =>
  items.find((one) => one.code === code)?.name[language] || code;

/** What a thing is called; what has no name of its own is called by what it is about. */
export function thingName(one: Thing, items: readonly Item[], says: Pick<Says, 'language'>): string {
  const about = one.items.map((code) => itemName(items, code, says)).join(', ');
  return one.name?.[says.language] || (about ? `${about} (${one.id.slice(-4)})` : one.id);
}

/** How somebody stands towards something, in short. */
export function noteOf(one: Stand | undefined, says: Says): string {
  if (!one) return '';
  if (one.waits) return one.turn ? says.t('note_waits', { day: dayTold(one.turn, says) }) : says.t('note_undrawn');
  if (one.had_at !== null) return says.t('note_had', { day: says.day(one.had_at) });
  return one.given_at === null ? '' : says.t('note_given', { day: says.day(one.given_at) });
}

/** Where it stands, as one would say: when the last have begun all have it, whether somebody has ended it or not. */
export const standingOf = ({ standing, lived, weeks }: Pick<Rollout, 'standing' | 'lived' | 'weeks'>): Standing => (standing === 'running' && lived >= weeks ? 'lived' : standing);

export const isEarly = (one: Outcome): one is Early => one.word === 'too_early';
export const isRefused = (one: Outcome): one is Refused => 'refused' in one;

/** In short, for a list. */
export const shortly = (one: Short, says: Says): string =>
  one.points === null || one.low === null || one.high === null
    ? says.t(`word_${one.word}`)
    : `${says.t(`word_${one.word}`)}: ${says.t('points_between', { points: signed(one.points, says), low: signed(one.low, says), high: signed(one.high, says) })}`;

/** The verdict. */
export function verdict(one: Outcome, design: string, says: Says): string {
  const { t } = says;
  if (isEarly(one)) return t('says_too_early', { day: dayTold(one.known_on, says) });
  if (isRefused(one)) return one.refused === 'too_few_marks' ? t('says_few_marks', { n: one.marks ?? 0, needed: one.needed ?? 0 }) : t('says_nothing_compared');
  if (design === 'at_once') return t('says_at_once');
  if (one.points === null || one.low === null || one.high === null) return t('says_no_interval');
  const numbers = { points: plain(Math.abs(one.points), says), low: signed(one.low, says), high: signed(one.high, says), expected: plain(one.expected, says) };
  if (one.word !== 'cannot_tell') return t(`says_${one.word}`, numbers);
  return one.needed === null ? t('says_cannot_tell', numbers) : `${t('says_cannot_tell', numbers)} ${t('needs_people', { n: one.needed })}`;
}

/** Before and after, as it is usually told. */
export const naively = (one: Naive, says: Says): string =>
  says.t(one.convincing ? 'naive_convincing' : 'naive_unconvincing', {
    before: plain(one.before.points, says), after: plain(one.after.points, says), points: signed(one.points, says), low: signed(one.low, says), high: signed(one.high, says),
  });

const changed = (one: Change, says: Says): { points: string; low: string; high: string } => ({ points: signed(one.points, says), low: signed(one.low, says), high: signed(one.high, says) });

/** Why it says something else; a part is named only where it is clear. */
export function because({ naive, reading }: Pick<Result, 'naive' | 'reading'>, says: Says): string {
  if (reading === 'alike' || reading === 'unknown') return says.t(`reading_${reading}`);
  const parts = (['moved', 'regressed'] as const).filter((part) => reading === part || reading === 'both');
  return parts.flatMap((part) => (naive?.[part] ? [says.t(`reading_${part}`, changed(naive[part], says))] : [])).join(' ');
}

/** What those did who waited; nothing where too few were judged. */
export const waited = ({ waiting }: Naive, says: Says): string =>
  waiting ? says.t('waited_told', { ...changed(waiting, says), agents: waiting.agents, marks: waiting.marks }) : '';

/** What one source alone says. */
export function apartTold(one: Apart, says: Says): string {
  const { points, low, high } = one;
  const told = points === null || low === null || high === null ? says.t('apart_little') : says.t('points_between', { points: signed(points, says), low: signed(low, says), high: signed(high, says) });
  return says.t(`apart_${one.source}`, { told });
}

/** What could be seen, while it is being planned. */
export function foreseen(seen: Seen, wanted: Pick<Wanted, 'design' | 'agents' | 'expected'>, says: Says): string[] {
  const { t } = says;
  if (wanted.design === 'at_once') return [t('seen_at_once')];
  if (!seen.enough) return [t(wanted.design === 'pairs' ? 'seen_few_pairs' : 'seen_few', { n: wanted.agents.length })];
  if (seen.a_week < 0.05) return [t('seen_no_marks')];
  const found = [t('seen_with', { n: wanted.agents.length, each: plain(seen.a_week, says, 1) })];
  if (seen.detectable === null) found.push(t('seen_never'));
  else if (!seen.useful) found.push(t('seen_useless', { points: plain(seen.detectable, says) }));
  else found.push(t('seen_useful', { points: plain(seen.detectable, says) }));
  if (seen.detectable !== null) found.push(t('seen_chance', { expected: plain(wanted.expected, says), chance: share(seen.chance, says), low: share(seen.chance_low, says), take_up: share(seen.take_up, says), take_up_low: share(seen.take_up_low, says) }));
  if (seen.agents_needed !== null && seen.agents_needed > wanted.agents.length) found.push(t('needs_people', { n: seen.agents_needed }));
  if (seen.ends && seen.known_on) found.push(t('seen_ends', { ends: dayTold(seen.ends, says), day: dayTold(seen.known_on, says) }));
  return found;
}
