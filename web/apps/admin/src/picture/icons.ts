/** One of our line icons for each kind of node. */
import type { IconName } from '@hoolin/ui/icons';
import type { Kind } from '../flow/model.ts';

export const KIND_ICONS: Readonly<Record<Kind, IconName>> = {
  say: 'sound', keys: 'keypad', ask: 'why', language: 'chat', speak: 'chat', collect: 'edit', hours: 'clock',
  lookup: 'search', set: 'case', queue: 'people', callback: 'back_call', message: 'mail', end: 'logout',
};
