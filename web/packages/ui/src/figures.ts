/** How figures are written: a value in its unit, its interval, and what an interval says. */

export type Unit = 'share' | 'ms' | 'minutes' | 'per_case' | 'per_1000' | 'points' | 'score';
export interface Plain {
  value: number;
  low: number;
  high: number;
}

const SECOND = 1_000;

/** A length of time in the two largest units that matter: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number, language: string): string {
  const write = (value: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
  // Rounded before it is taken apart: nobody has waited for sixty seconds beside three minutes.
  const seconds = Math.round(ms / SECOND);
  if (seconds < 60) return write(seconds, 'second');
  const [all, whole, part] = seconds < 3_600 ? ([seconds, 'minute', 'second'] as const) : ([Math.round(seconds / 60), 'hour', 'minute'] as const);
  const rest = all % 60;
  return [write((all - rest) / 60, whole), ...(rest ? [write(rest, part)] : [])].join(' ');
}

export function amount(value: number, unit: Unit, language: string): string {
  const number = (digits: number, more: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, ...more }).format(value);
  switch (unit) {
    case 'share':
      return number(1, { style: 'percent' });
    case 'ms':
      return duration(value, language);
    case 'minutes':
      return number(1, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
    case 'per_case':
      return number(2);
    case 'score':
      return number(0, { signDisplay: 'exceptZero' });
    case 'per_1000':
      return number(1);
    default:
      return number(0);
  }
}

/** `66–76`; an end that nobody can know is left open. */
export function interval(low: number | null, high: number | null, unit: Unit, language: string): string {
  const write = (value: number | null): string => (value === null ? '…' : amount(value, unit, language));
  return `${write(low)}–${write(high)}`;
}

/** Whether two figures cannot be told apart. */
export const overlap = (one: Plain, other: Plain): boolean => one.low <= other.high && other.low <= one.high;

/** Where a value stands on a scale, in a drawing's width. */
export const scale = (from: number, to: number, begin: number, end: number) => (value: number): number =>
  to === from ? begin : begin + ((Math.min(Math.max(value, from), to) - from) / (to - from)) * (end - begin);

/** Round numbers for an axis, from nothing to what holds the largest. */
export function ticks(largest: number): readonly number[] {
  const rough = Math.max(largest, 1) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * unit).find((one) => one >= rough)!);
  return Array.from({ length: Math.ceil(Math.max(largest, 1) / step) + 1 }, (_, at) => at * step);
}
