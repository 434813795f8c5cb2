/** How an outcome looks, beside its word: a tone and a sign. */
import type { IconName } from '@hoolin/ui/icons';
import type { Outcome } from './register.ts';

export const OUTCOME_SIGNS: Readonly<Record<Outcome, { tone: '' | 'ok' | 'warn' | 'late'; sign: IconName }>> = {
  verified: { tone: 'ok', sign: 'check' },
  moved: { tone: 'warn', sign: 'transfer' },
  harmful: { tone: 'late', sign: 'alert' },
  not_detected: { tone: '', sign: 'more' },
  underpowered: { tone: '', sign: 'why' },
  early: { tone: '', sign: 'waiting' },
};
