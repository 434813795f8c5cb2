/** What a way in is called, on every page alike. */

import { FROM_PAGE, WAY_NAMES, type Way } from '@hoolin/ui/wait';

type Named = Pick<Way, 'channel' | 'account'>;
/** Ways whose names are texts. */
export type Name = 'chat' | 'email' | 'callback' | 'voice' | 'call_page';

/** With its account, where there are several by the same channel. */
export function named({ channel, account }: Named, ways: readonly Named[], say: (key: Name) => string): string {
  if (account === FROM_PAGE) return say('call_page');
  const own = channel === 'chat' || channel === 'email' || channel === 'callback' || channel === 'voice';
  const name = own ? say(channel) : (WAY_NAMES[channel] ?? channel);
  return ways.filter((other) => other.channel === channel && other.account !== FROM_PAGE).length > 1 ? `${name} (${account})` : name;
}
