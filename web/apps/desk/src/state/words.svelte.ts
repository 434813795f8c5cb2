/** The page's words, and how it writes times, days and lengths of time. */
import type { Rest } from '@hoolin/client';
import { isLanguage, translator, WRITTEN } from '@hoolin/ui/i18n';
import { PageWords } from '@hoolin/ui/svelte/words.svelte.ts';
import type et from '../i18n/et.json';

export type Key = keyof typeof et;

const FILES = {
  et: () => import('../i18n/et.json'),
  ru: () => import('../i18n/ru.json'),
  en: () => import('../i18n/en.json'),
};

export class Words extends PageWords<Key> {
  #time = $derived(new Intl.DateTimeFormat(WRITTEN[this.language], { hour: '2-digit', minute: '2-digit' }));
  #date = $derived(new Intl.DateTimeFormat(WRITTEN[this.language], { day: 'numeric', month: 'numeric', year: 'numeric' }));
  #day = $derived(new Intl.DateTimeFormat(WRITTEN[this.language], { weekday: 'long', day: 'numeric', month: 'long' }));
  #relative = $derived(new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' }));

  /** What the site calls its reasons, by code, once that is known. */
  named = $state.raw<Record<string, Partial<Record<string, string>>>>({});

  constructor() {
    super(FILES);
  }

  code = (list: 'queue' | 'reason' | 'presence' | 'channel' | 'language', code: string): string =>
    (list === 'reason' && this.named[code]?.[this.language]) || this.listed(list, code);

  /** A sentence for a customer, in their language rather than that of the page. */
  async said(language: string, key: Key, values: Record<string, string>, until: number): Promise<string> {
    const spoken = isLanguage(language) ? language : this.language;
    const strings = await this.strings(spoken);
    const written = new Intl.DateTimeFormat(WRITTEN[spoken], { dateStyle: 'short', timeStyle: 'short' }).format(until);
    return translator<Key>(spoken, strings as Record<Key, string>)(key, { ...values, until: written });
  }

  /** The site's clock, once it is known: what waits for its time is told by it. */
  zone = $state<string>();
  #asked = false;

  /** Asks for the site's clock, once; without it the browser's is read. */
  async onSitesClock(rest: Rest): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    this.zone = (await rest.ask<{ zone: string }>('GET', '/later').catch(() => undefined))?.zone;
    this.#asked = this.zone !== undefined;
  }

  /** An hour to come, on the site's clock, and the day where it is another one there. */
  due(at: number, now: number): string {
    const date = new Intl.DateTimeFormat(WRITTEN[this.language], { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: this.zone });
    const time = new Intl.DateTimeFormat(WRITTEN[this.language], { hour: '2-digit', minute: '2-digit', timeZone: this.zone }).format(at);
    return date.format(at) === date.format(now) ? time : `${date.format(at)} ${time}`;
  }

  /** The hour, and the day where it is another one. */
  at = (at: number, now: number): string => (this.dayKey(at) === this.dayKey(now) ? this.time(at) : `${this.date(at)} ${this.time(at)}`);

  /** Why a message did not arrive: in words where its code is known, else the provider's own. */
  why(code: string): string {
    return this.word(`code.${code}`) ?? (code || this.t('code.none'));
  }

  /** What to do about a refusal: by its code, else in general. */
  error(code: string): string {
    return this.word(`error.${code.toLowerCase().replaceAll(/[^a-z]/g, '')}`) ?? this.t('error.other');
  }

  /** `340 kB`, `1.2 MB`, as the language writes numbers. */
  size(bytes: number): string {
    const [value, unit] = bytes < 1_000_000 ? [Math.ceil(bytes / 1_000), 'kB'] : [bytes / 1_000_000, 'MB'];
    return `${new Intl.NumberFormat(this.language, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
  }

  time = (at: number): string => this.#time.format(at);
  date = (at: number): string => this.#date.format(at);
  dayKey = (at: number): string => new Date(at).toDateString();

  /** The hour of today, else the date. */
  when(at: number, now: number): string {
    return this.dayKey(at) === this.dayKey(now) ? this.time(at) : this.date(at);
  }

  /** "today", "yesterday", else the day in full. */
  day(at: number, now: number): string {
    const days = Math.round((new Date(at).setHours(12) - new Date(now).setHours(12)) / 86_400_000);
    const text = Math.abs(days) < 2 ? this.#relative.format(days, 'day') : this.#day.format(at);
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  /** The day and the hour on the clock of a place. */
  there(at: number, zone: string): { day: string; time: string } {
    const written = WRITTEN[this.language];
    const day = new Intl.DateTimeFormat(written, { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }).format(at);
    return { day: day.charAt(0).toUpperCase() + day.slice(1), time: new Intl.DateTimeFormat(written, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at) };
  }

  /** `0:42`, `12:05`, then hours and days in words. */
  span(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1_000));
    if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const hours = Math.floor(seconds / 3_600);
    return hours < 48 ? this.t('span.hours', { n: hours }) : this.t('span.days', { n: Math.floor(hours / 24) });
  }
}
