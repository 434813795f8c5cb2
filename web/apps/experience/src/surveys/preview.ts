/** A survey as its customers meet it; answers go nowhere. */
import type { Language } from '@hoolin/ui/i18n';
import type { Calls, Question, Told } from '@hoolin/ui/survey';
import type { Around, Survey } from './told.ts';

export type View = 'chat' | 'page' | 'message' | 'phone';
export const VIEWS: readonly View[] = ['chat', 'page', 'message', 'phone'];

/** What the form is told by the server: the questions that there are, in order. */
export function toldOf(survey: Survey, items: readonly Question[], operator: string, language: Language): Told {
  const questions = survey.questions.flatMap((code) => items.find(({ item }) => item === code) ?? []);
  return { operator, language, comment: survey.comment, answers: {}, questions };
}

const nowhere = async (): Promise<void> => {};

/** The calls of a form whose answers go nowhere. */
export const playing = (told: Told): Calls => ({ open: async () => told, answer: nowhere, end: nowhere, wish: nowhere });

/** What a caller hears, one after the other. keys: what may be pressed. `left_out`: a question that no key can answer is not put. */
export interface Heard {
  kind: 'opening' | 'question' | 'left_out' | 'thanks';
  item: string;
  text: string;
  keys: readonly string[];
}

export function heard(survey: Survey, around: Around, language: Language): Heard[] {
  const questions = survey.questions.flatMap((item): Heard[] => {
    const spoken = around.spoken[item];
    if (!spoken) return [];
    return [spoken.keys ? { kind: 'question', item, text: spoken.said[language], keys: [...spoken.keys] } : { kind: 'left_out', item, text: '', keys: [] }];
  });
  // Where nothing can be put by keys nobody is asked.
  if (!questions.some(({ kind }) => kind === 'question')) return questions;
  const frame = (kind: 'opening' | 'thanks', word: 'questions' | 'thanks'): Heard => ({ kind, item: '', text: around.frame[word][language], keys: kind === 'opening' ? [around.decline] : [] });
  return [frame('opening', 'questions'), ...questions, frame('thanks', 'thanks')];
}
