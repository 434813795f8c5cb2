/** What came of an improvement, in one sentence: a word, a number, and the interval it lies in. */
import type { Effect, Moved, Short, Verdict } from './told.ts';
import type { Says } from './words.ts';

const MONTH_DAYS = 365.25 / 12;

const whole = (language: string, value: number, style: 'percent' | 'decimal' = 'decimal'): string =>
  new Intl.NumberFormat(language, { style, maximumFractionDigits: 0 }).format(value);

/** `31 %`; less than one in a hundred is told to a tenth. */
export const percent = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: share !== 0 && Math.abs(share) < 0.01 ? 1 : 0 }).format(share);

/** `18–42 %`; where an end is below nothing, `−5 % to 42 %`. */
export function between(low: number, high: number, { t, language }: Says): string {
  if (low < 0 || high < 0) return t('from_to', { low: percent(low, language), high: percent(high, language) });
  return `${whole(language, 100 * low)}–${percent(high, language)}`;
}

/** Contacts or hours between two numbers: `80–160`. */
export function span(low: number, high: number, { t, language }: Says): string {
  const [from, to] = [whole(language, low), whole(language, high)];
  return low < 0 ? t('from_to', { low: from, high: to }) : `${from}–${to}`;
}

/** Of a time since it shipped, as of a month. */
const aMonth = (value: number, days: number): number => (value * MONTH_DAYS) / days;

/** `about 120 contacts and 14 hours`, of a month; nothing where that is not known or is nothing. */
function given({ avoided, hours, days_after: days }: Short, { t }: Says): string {
  if (!days) return '';
  const contacts = Math.round(aMonth(avoided, days));
  const saved = hours === null ? 0 : Math.round(aMonth(hours, days));
  if (contacts < 1) return '';
  const first = t('about_contacts', { n: contacts });
  return saved < 1 ? first : t('both', { first, second: t('hours', { n: saved }) });
}

export function sentence(found: Short, says: Says): string {
  const { t, language } = says;
  const { verdict, ratio, low, high } = found;
  if (verdict === 'harmful') return t('says_harmful', { more: percent(ratio - 1, language), range: between(low - 1, high - 1, says) });
  const fewer = { fewer: percent(1 - ratio, language), range: between(1 - high, 1 - low, says) };
  if (verdict === 'not_detected' || verdict === 'underpowered') {
    return t(`says_${verdict}`, { drop: percent(found.expected, language), power: percent(found.power, language) });
  }
  if (verdict === 'moved') return t('says_moved', fewer);
  const month = given(found, says);
  return month ? t('says_verified_month', { ...fewer, month }) : t('says_verified', fewer);
}

/** How sure it is, and by what that is known. */
export function certainty({ verdict: { power, expected, detectable, placebos } }: Effect, { t, language }: Says): string[] {
  const found = [t('power', { drop: percent(expected, language), power: percent(power, language) })];
  if (detectable !== null) found.push(t('detectable', { drop: percent(detectable, language) }));
  found.push(placebos ? t('placebos', { n: placebos }) : t('placebos_few'));
  return found;
}

/** By how much these contacts became fewer or more. */
export const changed = ({ ratio, low, high }: Verdict, says: Says): string =>
  ratio > 1
    ? says.t('change_more', { value: percent(ratio - 1, says.language), range: between(low - 1, high - 1, says) })
    : says.t('change_in', { value: percent(1 - ratio, says.language), range: between(1 - high, 1 - low, says) });

/** Contacts that did not come since it shipped. */
export function avoided({ avoided: value, avoided_low, avoided_high }: Verdict, says: Says): string {
  const range = span(avoided_low, avoided_high, says);
  return value < 0 ? says.t('came_more', { n: Math.round(-value), range: span(-avoided_high, -avoided_low, says) }) : says.t('came_fewer', { n: Math.round(value), range });
}

/** What that is of people's work. Its interval is that of the contacts: the work of one is taken as known. */
export function hours(verdict: Verdict, says: Says): string {
  const { hours: value, avoided: contacts } = verdict;
  if (value === null || contacts === 0) return '';
  const each = value / contacts;
  const [low, high] = [verdict.hours_low ?? each * verdict.avoided_low, verdict.hours_high ?? each * verdict.avoided_high];
  if (value < 0) return says.t('hours_more', { n: Math.round(-value), range: span(-high, -low, says) });
  return says.t('hours_fewer', { n: Math.round(value), range: span(low, high, says) });
}

/** What is left of these once all that rose elsewhere is taken off. */
export const left = ({ net, net_low, net_high }: Verdict, says: Says): string =>
  net < 0 ? says.t('net_more', { n: Math.round(-net), range: span(-net_high, -net_low, says) }) : says.t('net', { n: Math.round(net), range: span(net_low, net_high, says) });

/** What rose elsewhere: by how much, and whether that is more than chance. */
export function elsewhere({ more, low, high, share, caught }: Moved, says: Says): string {
  const count = more < 0 ? says.t('less_there', { n: Math.round(-more), range: span(-high, -low, says) }) : says.t('more_there', { n: Math.round(more), range: span(low, high, says) });
  return caught ? says.t('caught', { count, share: percent(share, says.language) }) : says.t('not_caught', { count });
}
