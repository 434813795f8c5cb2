/** What stands around the questions of a survey. The questions themselves come with it, in the words of the register. */

import type { Language, Strings } from '../i18n.ts';

const et = {
  automatic: 'Küsib automaat, vastuseid loevad inimesed.',
  step: 'Küsimus {n}/{of}',
  choice: '{value}, skaalal {low}–{high}',
  skip: 'Jätan vahele',
  back: 'Tagasi',
  decline: 'Ma ei soovi vastata',
  comment: 'Kas soovite midagi lisada?',
  optional: 'Võib jääda tühjaks.',
  finish: 'Saada ära',
  thanks: 'Aitäh! Teie vastused on meil olemas.',
  declined: 'Selge. Rohkem me selle kohta ei küsi.',
  no_more: 'Palun ärge minult enam küsige',
  no_more_noted: 'Selge, rohkem me teilt ei küsi.',
  ask_again: 'Võite siiski küsida',
  loading: 'Küsimused on tulekul…',
  failed: 'Vastust ei õnnestunud salvestada. Palun kontrollige ühendust ja proovige uuesti.',
  retry: 'Proovin uuesti',
  survey_over: 'See küsitlus on lõppenud. Kui soovite midagi öelda, kirjutage või helistage meile.',
  survey_answered: 'Siin on juba vastatud. Aitäh!',
  survey_link: 'See link ei ole terve. Palun avage see otse meie sõnumist.',
};

const ru: typeof et = {
  automatic: 'Спрашивает автомат, ответы читают люди.',
  step: 'Вопрос {n}/{of}',
  choice: '{value} по шкале {low}–{high}',
  skip: 'Пропустить',
  back: 'Назад',
  decline: 'Не хочу отвечать',
  comment: 'Хотите что-нибудь добавить?',
  optional: 'Можно оставить пустым.',
  finish: 'Отправить',
  thanks: 'Спасибо! Мы получили ваши ответы.',
  declined: 'Хорошо. Больше мы об этом не спросим.',
  no_more: 'Больше меня не спрашивать',
  no_more_noted: 'Хорошо, больше мы вас не спросим.',
  ask_again: 'Всё-таки можно спрашивать',
  loading: 'Загружаем вопросы…',
  failed: 'Ответ не удалось сохранить. Проверьте связь и попробуйте ещё раз.',
  retry: 'Попробовать ещё раз',
  survey_over: 'Этот опрос закончен. Если хотите что-то сказать, напишите или позвоните нам.',
  survey_answered: 'Здесь уже ответили. Спасибо!',
  survey_link: 'Ссылка неполная. Откройте её прямо из нашего сообщения.',
};

const en: typeof et = {
  automatic: 'A machine asks, people read the answers.',
  step: 'Question {n}/{of}',
  choice: '{value} on a scale of {low} to {high}',
  skip: 'Skip',
  back: 'Back',
  decline: 'I would rather not answer',
  comment: 'Would you like to add anything?',
  optional: 'May stay empty.',
  finish: 'Send',
  thanks: 'Thank you! We have your answers.',
  declined: 'All right. We will not ask about this again.',
  no_more: 'Do not ask me in future',
  no_more_noted: 'All right, we will not ask you again.',
  ask_again: 'You may ask after all',
  loading: 'Fetching the questions…',
  failed: 'The answer could not be kept. Check your connection and try again.',
  retry: 'Try again',
  survey_over: 'This survey is over. If there is something to say, do write or call us.',
  survey_answered: 'This has been answered already. Thank you!',
  survey_link: 'This link is not whole. Please open it from our message itself.',
};

export type Key = keyof typeof et;
export const TEXTS: Readonly<Record<Language, Strings>> = { et, ru, en };
