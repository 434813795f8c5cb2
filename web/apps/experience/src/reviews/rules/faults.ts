/** What is wrong, in words. */
import type { Fault, Items, Rules } from '../told.ts';
import type { ReviewKey, ReviewWords } from '../words.ts';
import { ofPlan } from './change.ts';

/** In which scorecard or plan. */
export function whereOf(fault: Fault, rules: Rules, { t, language }: ReviewWords): string {
  if (fault.code === 'days_range') return t('appeal_days');
  const plan = rules.plans.find((one) => ofPlan([fault], one).length);
  const card = rules.scorecards.find(({ code }) => code === fault.in);
  if (plan && (!card || !['code_twice', 'code_missing'].includes(fault.code))) return t('plan_named', { name: plan.code || '…' });
  return t('card_named', { name: card?.name[language] || fault.in || '…' });
}

export function faultTold(fault: Fault, items: Items, words: ReviewWords): string {
  const item = items[fault.about]?.name[words.language];
  const about = item ?? (fault.code === 'no_such_queue' ? words.named('queue', fault.about) : fault.code === 'no_such_channel' ? words.named('channel', fault.about) : fault.about);
  if (fault.code === 'no_words' && !item) return words.t('fault.no_name');
  const key = `fault.${fault.code}` as ReviewKey;
  const told = words.t(key, { about });
  return told === key ? words.t('fault.other', { code: fault.code, about }) : told;
}
