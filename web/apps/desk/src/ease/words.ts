/** The words of this part, fetched with it: the page's first load has no room for what few moments need. */
import type { Language } from '@hoolin/ui/i18n';

const WORDS = {
  et: {
    how: 'Kuidas see vestlus sulle oli?',
    own: 'Näed ainult sina. Vastama ei pea.',
    easy: 'Kerge',
    fine: 'Tavaline',
    hard: 'Raske',
    told: 'Aitäh. Seda näed ainult sina.',
    offer: 'Kui tahad hetke hinge tõmmata, vajuta „Vajan hetke“.',
    untold: 'Jäi ütlemata: server ei vastanud.',
    moment: 'Vajan hetke',
    ready: 'Olen valmis',
    rests: 'Hingetõmme: {left}',
    owed: 'Hingetõmme tuleb esimesel võimalusel: praegu mõni klient ootab.',
    soon: 'Hingetõmme algab, kui see vestlus on lõpetatud.',
    skip: 'Pole vaja',
    enough: 'Selle tunni hingetõmbed on peetud. Kui vajad rohkem, võta paus.',
  },
  ru: {
    how: 'Как вам дался этот разговор?',
    own: 'Видите только вы. Отвечать не обязательно.',
    easy: 'Легко',
    fine: 'Обычно',
    hard: 'Тяжело',
    told: 'Спасибо. Это видите только вы.',
    offer: 'Если хочется перевести дух, нажмите «Мне нужна минута».',
    untold: 'Не записано: сервер не ответил.',
    moment: 'Мне нужна минута',
    ready: 'Я снова на связи',
    rests: 'Передышка: {left}',
    owed: 'Передышка начнётся при первой возможности: сейчас ждут клиенты.',
    soon: 'Передышка начнётся, когда вы закончите этот разговор.',
    skip: 'Не нужно',
    enough: 'Передышки на этот час закончились. Если нужно ещё, возьмите перерыв.',
  },
  en: {
    how: 'How was this one for you?',
    own: 'Only you see it. You need not answer.',
    easy: 'Easy',
    fine: 'Fine',
    hard: 'Hard',
    told: 'Thank you. Only you see this.',
    offer: 'If a moment would do you good, press “I need a moment”.',
    untold: 'Not noted: the server did not answer.',
    moment: 'I need a moment',
    ready: 'I am ready',
    rests: 'Your moment: {left}',
    owed: 'Your moment comes as soon as it can: customers are waiting just now.',
    soon: 'Your moment begins when you have closed this conversation.',
    skip: 'No need',
    enough: 'You have had the moments of this hour. If you need more, take a break.',
  },
} as const;

export type EaseWords = { readonly [key in keyof (typeof WORDS)['et']]: string };

export const easeWords = (language: Language): EaseWords => WORDS[language];

/** `2:05`: how long something still takes. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
