/** What happened in a conversation, from top to bottom, and how it is told. */
import { told, TOLD, type Life, type Told } from '@hoolin/client';
import type { Played } from './told.ts';
import type { ConversationKey } from './words.ts';

/** Messages, steps and the offer in the order of their time. */
export function lived(played: Played, day: (at: number) => string): Told[] {
  const { offered } = played;
  const offer: Life[] = offered ? [{ n: 0, at: offered.at, actor: 'system', fact: { fact: 'offer_made', agent: offered.agent } }] : [];
  const life = [...offer, ...played.life.filter(({ fact }) => TOLD.includes(fact.fact))];
  return told({ interaction: played.about.interaction, messages: played.messages, life, read: { customer: 0, agent: 0 }, gap: false }, [], day);
}

interface Words {
  t: (key: ConversationKey, values?: Record<string, string | number>) => string;
  named: (kind: 'queue' | 'reason', code: string) => string;
  moment: (at: number) => string;
  who: (agent: string | null) => string;
}

/** A step in words. */
export function stepTold({ fact, actor }: Life, { t, named, moment, who }: Words): string {
  const text = (field: string): string => String(fact[field] ?? '');
  const name = who(fact.agent ?? (actor.startsWith('agent:') ? actor.slice('agent:'.length) : null));
  switch (fact.fact) {
    case 'interaction_transferred':
      return fact['to_agent'] ? t('life.transferred_to_person', { name, to: who(text('to_agent')) }) : t('life.transferred_to_queue', { name, to: named('queue', text('queue')) });
    case 'interaction_closed': {
      const reasons = ((fact['reasons'] ?? []) as string[]).map((code) => named('reason', code)).join(', ');
      return t('life.interaction_closed', { outcome: [t(`outcome.${text('outcome')}` as ConversationKey), reasons].filter(Boolean).join(' · ') });
    }
    case 'flow_stepped':
    case 'flow_left':
      return t(`life.${fact.fact}`, { way: ((fact['passed'] ?? []) as { node: string }[]).map(({ node }) => node).join(' → ') });
    case 'callback_tried':
      return t('life.callback_tried', { name, outcome: t(`callback.${text('outcome')}` as ConversationKey) });
    case 'promise_made':
      return t('life.promise_made', { what: t(`promise.kind.${text('kind')}` as ConversationKey), time: moment(Number(fact['due_at'])) });
    case 'promise_moved':
      return t('life.promise_moved', { time: moment(Number(fact['due_at'])) });
    case 'price_shown':
      return t(`life.price_shown.${text('how')}` as ConversationKey, { codes: ((fact['codes'] ?? []) as string[]).join(', ') });
    case 'consent_given':
      return t('life.consent_given', { plan: text('plan') });
    default:
      return t(`life.${fact.fact}` as ConversationKey, { name });
  }
}
