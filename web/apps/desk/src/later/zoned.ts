/** Days and hours on the clock of a place, whatever clock the browser is set to. A local time is written `2026-03-29T09:00`. */

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the clock of a place shows at an instant. */
export function localOf(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year']!.padStart(4, '0')}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`;
}

/**
 * When the clock of a place shows a local time: of an hour that comes twice the first, of one that is left out the hour after it.
 * NaN for what is no time.
 */
export function instantOf(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return NaN;
  const ahead = (at: number): number => Date.parse(`${localOf(at, zone)}Z`) - Math.floor(at / MINUTE) * MINUTE;
  const [first, second] = [wanted - ahead(wanted - DAY), wanted - ahead(wanted + DAY)].sort((a, b) => a - b) as [number, number];
  return [first, second].find((at) => localOf(at, zone) === local.slice(0, 16)) ?? second;
}

/** Nine in the morning, so many days after the day that an instant is on there. */
export function morning(at: number, days: number, zone: string): number {
  const day = new Date(Date.parse(`${localOf(at, zone).slice(0, 10)}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
  return instantOf(`${day}T09:00`, zone);
}

/** How many days it is to the next Monday there: from 1 to 7. */
export function toMonday(at: number, zone: string): number {
  const weekday = new Date(`${localOf(at, zone).slice(0, 10)}T00:00Z`).getUTCDay();
  return ((8 - weekday) % 7) || 7;
}
