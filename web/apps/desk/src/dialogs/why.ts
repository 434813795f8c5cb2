/** A routing explanation in plain words: what was asked for, who it went to and why, and why not to the others. */
import type { Why } from '@hoolin/client';
import type { Key, Words } from '../state/words.svelte.ts';

export interface Story {
  main: string;
  asked: string[];
  points: string[];
  others: string[];
}

/** A routing cost is a length of time: so much longer a perfect choice would have had to wait. Shown in seconds. */
const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1_000));

export function explained(why: Why, words: Words, nameOf: (agent: string | null) => string, now: number): Story {
  const { t } = words;
  const found = why.explanation;
  const points: string[] = [];
  const excluded = ['away', 'unskilled', 'full', 'refused'] as const;
  if (found) {
    if (found.affinity_ms > 0) points.push(t('why.affinity', { n: seconds(found.affinity_ms) }));
    if (found.relaxed > 0) points.push(t('why.relaxed', { n: found.relaxed }));
    for (const cause of excluded) if (found[cause]) points.push(t(`why.${cause}`, { n: found[cause] }));
  }
  const best = found?.chosen?.cost_ms ?? 0;
  return {
    main: why.agent ? t('why.went', { name: nameOf(why.agent) || t('agent') }) : waiting(why, t, words, now),
    asked: Object.entries(why.skills).map(([skill, level]) => skillName(skill, words) + (level > 1 ? ` ≥ ${level}` : '')),
    points,
    others: (found?.others ?? []).map(({ agent, cost_ms }) =>
      t('why.other', { name: nameOf(agent) || t('agent'), n: seconds(cost_ms - best) }),
    ),
  };
}

function waiting(why: Why, t: Words['t'], words: Words, now: number): string {
  if (why.state !== 'waiting' && why.state !== 'offered') return t('why.none');
  const span = words.span(now - (why.at ?? now));
  return why.place ? t('why.waitsAt', { place: why.place, span }) : t('why.waits', { span });
}

function skillName(skill: string, words: Words): string {
  const [kind, code] = skill.split(':');
  return kind === 'lang' && code ? words.t('why.language', { name: words.code('language', code) }) : words.code('queue', skill);
}

export type WhyKey = Extract<Key, `why.${string}`>;
