/** The few words of the signs, beside the page's own: they travel with the signs. */
import type { Entry, Language } from '@hoolin/ui/i18n';

type Key = 'along' | 'end' | 'well' | 'session' | 'due' | 'signs';

export const WORDS: Readonly<Record<Language, Readonly<Record<Key, Entry>>>> = {
  et: {
    signs: 'Areng ja õpe', along: 'Juhendaja võib kaasa lugeda kuni {time}', end: 'Lõpeta', well: 'Keegi nägi sind midagi hästi tegemas', session: 'Kohtumine {time}',
    due: { one: '{n} samm ootab ülevaatamist', other: '{n} sammu ootab ülevaatamist' },
  },
  ru: {
    signs: 'Развитие и учёба', along: 'Наставник может читать ваши разговоры до {time}', end: 'Закончить', well: 'Кто-то увидел, что вы сделали хорошо', session: 'Встреча в {time}',
    due: { one: '{n} шаг ждёт итога', few: '{n} шага ждут итога', many: '{n} шагов ждут итога', other: '{n} шага ждут итога' },
  },
  en: {
    signs: 'Coaching', along: 'Your coach may read along until {time}', end: 'End', well: 'Somebody saw you do something well', session: 'Session at {time}',
    due: { one: '{n} step to follow up', other: '{n} steps to follow up' },
  },
};
