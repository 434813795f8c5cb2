/** What a channel looks like: a sign of our own for each, beside its name. */
import type { IconName } from '@hoolin/ui/icons';

const ICONS: Readonly<Record<string, IconName>> = {
  chat: 'chat',
  call: 'phone',
  voice: 'phone',
  email: 'mail',
  letterbox: 'mail',
  sms: 'sms',
  telegram: 'plane',
  whatsapp: 'ring',
  viber: 'ring',
  messenger: 'bolt',
  instagram: 'bolt',
  xmpp: 'nodes',
  matrix: 'brackets',
  callback: 'back_call',
};

export const channelIcon = (channel: string): IconName => ICONS[channel] ?? 'chat';

/** What is done by telephone is not written back: what was said is kept as a note. */
export const isSpoken = (channel: string): boolean => channel === 'callback' || channel === 'call' || channel === 'voice';

/** Only whoever looks at a page of ours can be seen to be there. */
export const showsPresence = (channel: string): boolean => channel === 'chat';
