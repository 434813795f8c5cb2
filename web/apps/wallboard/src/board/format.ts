/** How figures are written. */
import type { Measure } from '@hoolin/client';

/** `0:42`, `12:05`, `1:02:05`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Whole percents, as the language writes them. */
export function percent(share: number, language: string): string {
  return share.toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 });
}

/** `75–89`: the interval in whole percents, without the sign, which stands beside the value. */
export function interval({ low, high }: Pick<Measure, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `${Math.round(low * 100)}–${Math.round(high * 100)}`;
}

/** `14:00`, whoever speaks. */
export function hourOf(at: number, language: string): string {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
