/** Lessons and paths while they are written: new ones, what is missing in which language, and what has changed, in words. */
import type { Language } from '@hoolin/ui/i18n';
import type { Line } from '../../../keeping/lines.ts';
import { same, type Pieces } from '../../../keeping/merge.ts';
import type { Fault, Lesson, Path, Question, Said, Step, Thing } from '../told.ts';

export const EMPTY: Said = { et: '', ru: '', en: '' };
export const CODE = /^[a-z0-9_]{1,64}$/;

const isSaid = (one: unknown): boolean => typeof (one as Said | null)?.et === 'string';
export const isLesson = (one: Lesson): boolean => isSaid(one.title) && isSaid(one.body) && Array.isArray(one.questions) && one.questions.every((each) => isSaid(each.text) && Array.isArray(each.answers));
export const isPath = (one: Path): boolean => isSaid(one.title) && isSaid(one.about) && Array.isArray(one.steps) && one.steps.every((each) => isSaid(each.title) && isSaid(each.about));

const option = (right: boolean) => ({ text: EMPTY, why: EMPTY, right });
/** Codes that nobody has to think of: the first that is free. */
const free = (head: string, used: readonly string[]): string => {
  for (let n = 1; ; n++) if (!used.includes(`${head}${n}`)) return `${head}${n}`;
};
export const newQuestion = (questions: readonly Question[]): Question => ({ code: free('q', questions.map(({ code }) => code)), text: EMPTY, several: false, answers: [option(true), option(false)] });
export const newOption = () => option(false);
export const newLesson = (lesson: string): Lesson => ({ lesson, title: EMPTY, body: EMPTY, questions: [newQuestion([])], criteria: [], reasons: [], exemplar: null, drill: null });
export const newStep = (steps: readonly Step[]): Step => ({ step: free('s', steps.map(({ step }) => step)), kind: 'lesson', due: steps.at(-1)?.due ?? 1, of: null, title: EMPTY, about: EMPTY });
export const newPath = (path: string): Path => ({ path, title: EMPTY, about: EMPTY, role: null, steps: [newStep([])] });

export const codeOf = (thing: Thing): string => ('path' in thing ? thing.path : thing.lesson);

/** What the server need not be asked about. */
export const form = (thing: Thing): Fault[] => (CODE.test(codeOf(thing)) ? [] : [{ place: 'code', why: 'code', said: '' }]);

export const faultsAt = (faults: readonly Fault[], place: string): Fault[] => faults.filter((one) => one.place === place);

/** How many texts a language lacks that it needs. */
export function lacking(thing: Thing, language: Language): number {
  const texts = 'path' in thing
    ? [thing.title, ...thing.steps.flatMap(({ kind, title }) => (kind === 'lesson' ? [] : [title]))]
    : [thing.title, thing.body, ...thing.questions.flatMap(({ text, answers }) => [text, ...answers.flatMap((one) => [one.text, one.why])])];
  return texts.filter((one) => !one[language].trim()).length;
}

export const wordCount = (text: string): number => text.split(/\s+/).filter(Boolean).length;

// ── putting together what two people changed ────────────────────────────────────────────────────────────────────────

export const apart = (thing: Thing): Pieces => new Map(Object.entries(thing));
export const together = <T extends Thing>(pieces: Pieces): T => Object.fromEntries(pieces) as unknown as T;
/** Which parts of it are otherwise. name: what a part is called. */
export const changed = (before: Thing, after: Thing, name: (field: string) => string): Line[] =>
  [...apart(after)].filter(([field, value]) => !same(value, apart(before).get(field))).map(([field]) => ({ piece: field, text: name(field) }));
