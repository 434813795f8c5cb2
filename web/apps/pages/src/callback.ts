/** "We call you": a number, a time, and what it is about. The promise that comes back is what is said, and nothing else. */

import type { Language } from '@hoolin/ui/i18n';
import { moment, spoken } from '@hoolin/ui/wait';
import type { Say } from './contact.ts';

interface Slots {
  readonly soonest: { readonly low_ms: number; readonly high_ms: number } | null;
  readonly slots: readonly { readonly at: number; readonly free: boolean }[];
}

interface Promised {
  readonly promised_at: number | null;
  /** Both null where nobody can say. */
  readonly low_ms: number | null;
  readonly high_ms: number | null;
  readonly place: number | null;
}

interface Speaks {
  readonly say: Say;
  readonly language: Language;
  readonly pass: string;
}

const LOOKS_RIGHT = /^\+?[\d\s()-]{5,20}$/;

/** Whoever sends the form twice, because the answer was lost, asks once. */
const newToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function callback(section: HTMLElement, { say, language, pass }: Speaks): { open(): void } {
  const form = section.querySelector('form')!;
  const field = <Kind = HTMLInputElement>(name: string) => form.elements.namedItem(name) as Kind;
  const wrong = section.querySelector('#wrong')!;
  const promised = section.querySelector('#promised')!;
  const button = form.querySelector('button')!;
  let token = newToken();

  const lasting = (low: number, high: number): string => {
    const { key, time } = spoken(low, high, language);
    return key === 'time' ? time : say(key, { time });
  };
  const offer = ({ soonest, slots }: Slots): void => {
    const now = Date.now();
    const choices = slots.filter(({ free }) => free).map(({ at }) => new Option(moment(at, now, language), String(at)));
    const first = soonest ? `${say('soonest')}: ${lasting(soonest.low_ms, soonest.high_ms)}` : say('soonest');
    if (soonest || !choices.length) choices.unshift(new Option(first, ''));
    field<HTMLSelectElement>('slot').replaceChildren(...choices);
  };
  const look = (): Promise<void> =>
    fetch(`/api/v1/callback/slots?${new URLSearchParams({ language })}`)
      .then((response) => (response.ok ? (response.json() as Promise<Slots>) : Promise.reject(new Error())))
      .then(offer, () => {
        offer({ soonest: null, slots: [] });
        promised.textContent = say('slots_failed');
      });
  const refuse = (text: string): void => {
    wrong.textContent = text;
    field('phone').setAttribute('aria-invalid', String([say('phone_wrong'), say('phone_barred')].includes(text)));
  };
  const tell = ({ promised_at, low_ms, high_ms, place }: Promised): void => {
    const told = promised_at
      ? [say('promised_at', { when: moment(promised_at, Date.now(), language) })]
      : [low_ms !== null && high_ms !== null && say('promised_in', { time: lasting(low_ms, high_ms) }), place && say('place', { n: place })];
    promised.textContent = told.filter(Boolean).join(' ') || say('promised');
    form.hidden = true;
    token = newToken();
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    const phone = field('phone').value.trim();
    refuse(LOOKS_RIGHT.test(phone) ? '' : say('phone_wrong'));
    if (wrong.textContent) return field('phone').focus();
    button.disabled = true;
    button.textContent = say('sending');
    const slot = field<HTMLSelectElement>('slot').value;
    const asked = {
      token,
      phone,
      name: field('name').value.trim(),
      language,
      at: slot ? Number(slot) : null,
      about: field<HTMLTextAreaElement>('about').value.trim(),
      pass,
    };
    const answer = await fetch('/api/v1/callback', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    }).catch(() => null);
    button.disabled = false;
    button.textContent = say('send');
    if (answer?.ok) return tell((await answer.json()) as Promised);
    const { code = '' } = ((await answer?.json().catch(() => ({}))) ?? {}) as { code?: string };
    refuse(say(code === 'number_not_callable' ? 'phone_barred' : /phone|address/.test(code) ? 'phone_wrong' : 'refused'));
    if (answer?.status === 409) void look();
  };

  return {
    open() {
      if (section.hidden) void look();
      section.hidden = false;
      form.hidden = false;
      promised.textContent = '';
      (section.querySelector('#form-title') as HTMLElement).focus();
    },
  };
}
