/** How a foretold wait is said, and what a way in looks like. The ends come in steps that people say, so nothing is rounded here. */

import type { Language } from './i18n.ts';

/** A way in, as `GET /api/v1/contact` tells it (docs/reference/live.md). Instants and lengths of time are milliseconds. */
export interface Way {
  readonly channel: string;
  readonly account: string;
  readonly person: boolean;
  readonly open: boolean;
  readonly open_until: number | null;
  readonly opens_at: number | null;
  readonly wait: { readonly low_ms: number; readonly high_ms: number; readonly level: number; readonly n: number } | null;
  readonly reply: 'live' | 'letter' | 'call';
  readonly cost: 'free' | 'data' | 'message_price' | 'call_price';
  readonly cost_text: string;
  readonly link: string;
}

export interface Contact {
  readonly at: number;
  readonly operator: string;
  readonly language: Language;
  readonly carries: boolean;
  readonly people: number;
  readonly waiting: number;
  readonly ways: readonly Way[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNITS = { et: ['min', 'h'], ru: ['мин', 'ч'], en: ['min', 'h'] } as const;

/** `soon`: below a minute. `up_to`: without a lower end. `time`: `2–6 min`, `40 min – 2 h`. */
export function spoken(low: number, high: number, language: Language): { key: 'soon' | 'up_to' | 'time'; time: string } {
  if (high <= MINUTE) return { key: 'soon', time: '' };
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const [unit, size] = high > 90 * MINUTE ? [1, HOUR] : [0, MINUTE];
  const end = `${number.format(high / size)} ${UNITS[language][unit]}`;
  if (low < MINUTE) return { key: 'up_to', time: end };
  if (low < size) return { key: 'time', time: `${number.format(low / MINUTE)} ${UNITS[language][0]} – ${end}` };
  return { key: 'time', time: `${number.format(low / size)}–${end}` };
}

/** When something opens or closes, for somebody who reads it at `now`: the time of day, with the day where it is another one. */
export function moment(at: number, now: number, language: Language): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  if (then.toDateString() === today.toDateString()) return then.toLocaleTimeString(language, time);
  const near = at - now < 6 * 24 * HOUR;
  return then.toLocaleString(language, near ? { weekday: 'long', ...time } : { day: 'numeric', month: 'long', ...time });
}

/** The account of calls that are made from a page. */
export const FROM_PAGE = 'page';

/** Names that are the same in every language; the others are texts. */
export const WAY_NAMES: Readonly<Record<string, string>> = {
  sms: 'SMS',
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
  viber: 'Viber',
  xmpp: 'XMPP',
  matrix: 'Matrix',
};
