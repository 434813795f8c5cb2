import { translator, type Language, type Strings } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import en from '../src/coaching/learning/texts/en.json';
import et from '../src/coaching/learning/texts/et.json';
import ru from '../src/coaching/learning/texts/ru.json';
import type { StepTold } from '../src/coaching/learning/told.ts';
import { whenTold } from '../src/coaching/learning/when.ts';
import type { LearningWords } from '../src/coaching/learning/words.ts';
import { apart, changed, form, lacking, newLesson, newPath, newQuestion, newStep, together, wordCount } from '../src/coaching/learning/writing/made.ts';

const TEXTS: Record<Language, Strings> = { et, ru, en };
const words = (language: Language): LearningWords => ({ t: translator(language, TEXTS[language]), language }) as unknown as LearningWords;
const step = (more: Partial<StepTold>): StepTold => ({ standing: 'later', in_days: 2, due: 3, expected: null, ...more }) as StepTold;

describe('when a step is due', () => {
  it('is said in days of work, and with a day only where one is known', () => {
    expect(whenTold(step({}), words('en'))).toBe('in 2 days of work');
    expect(whenTold(step({ in_days: 1 }), words('en'))).toBe('on your next day of work');
    expect(whenTold(step({ expected: { day: '2026-12-03', exact: 'day' } }), words('en'))).toBe('in 2 days of work (probably Thursday 3 December)');
    expect(whenTold(step({ in_days: 7, expected: { day: '2026-12-07', exact: 'week' } }), words('et'))).toBe('7 tööpäeva pärast (arvatavasti nädalal, mis algab 7. detsember)');
    expect(whenTold(step({ in_days: 5 }), words('ru'))).toBe('через 5 рабочих дней');
  });
  it('is kind about what was left, and silent about today', () => {
    expect(whenTold(step({ standing: 'left', in_days: -2 }), words('en'))).toBe('left from day 3; do it when there is time');
    expect(whenTold(step({ standing: 'today', in_days: 0 }), words('en'))).toBe('');
  });
});

describe('what is being written', () => {
  it('names how much a language lacks', () => {
    const lesson = { ...newLesson('a'), title: { et: 'A', ru: '', en: ' ' } };
    expect([lacking(lesson, 'et'), lacking(lesson, 'ru'), lacking(lesson, 'en')]).toEqual([6, 7, 7]);
    expect(lacking(newPath('a'), 'et')).toBe(1);
    expect(lacking({ ...newPath('a'), steps: [{ ...newStep([]), kind: 'do' }] }, 'et')).toBe(2);
  });
  it('gives codes that nobody has to think of, and refuses those that cannot be', () => {
    const questions = [newQuestion([]), newQuestion([newQuestion([])])];
    expect(questions.map(({ code }) => code)).toEqual(['q1', 'q2']);
    expect(form(newLesson('good_1'))).toEqual([]);
    expect(form(newLesson('Not good'))).toEqual([{ place: 'code', why: 'code', said: '' }]);
  });
  it('is taken apart and put together, and says what has changed', () => {
    const lesson = newLesson('a');
    expect(together(apart(lesson))).toEqual(lesson);
    expect(changed(lesson, { ...lesson, drill: 'x' }, (field) => field)).toEqual([{ piece: 'drill', text: 'drill' }]);
    expect(wordCount('  a b\n\nc ')).toBe(3);
  });
});
