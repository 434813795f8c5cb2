import { describe, expect, it } from 'vitest';
import { named } from '../src/ways.ts';

const say = (key) => ({ voice: 'Telephone', chat: 'Chat', call_page: 'Call from a page' })[key];
const way = (channel, account = '') => ({ channel, account });

describe('the name of a way in', () => {
  it('A number and a call from the page are two ways, and each has its own name.', () => {
    const ways = [way('voice', 'main'), way('voice', 'page'), way('chat')];
    expect(ways.map((one) => named(one, ways, say))).toEqual(['Telephone', 'Call from a page', 'Chat']);
  });

  it('Several accounts by one channel are told apart; one alone needs no account.', () => {
    const ways = [way('sms', 'et'), way('sms', 'ru'), way('telegram', 'bot')];
    expect(ways.map((one) => named(one, ways, say))).toEqual(['SMS (et)', 'SMS (ru)', 'Telegram']);
  });
});
