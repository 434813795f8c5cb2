/** Changing what is asked, as plain values; and what can be said to be wrong with it without asking the server. */
import { WITHIN, type Pieces } from '../keeping/merge.ts';
import type { Around, Fault, FaultCode, Rules, Survey, Tally, Way } from './told.ts';

export const QUESTIONS_MAX = 6;
export const SURVEYS_MAX = 50;
const NAME_CHARACTERS_MAX = 50;

/** A place in a list further up or down; at an end it stays. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  if (from === to || !(from in list) || !(to in list)) return list;
  const others = list.toSpliced(from, 1);
  return others.toSpliced(to, 0, list[from]!);
}

export const toggled = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** A choice among all, of which an empty list means everything: the last one cannot be let go. Null where that was wanted. */
export function ticked(list: readonly string[], all: readonly string[], one: string): readonly string[] | null {
  const next = toggled(list.length ? list : all, one);
  if (!next.length) return null;
  return all.every((other) => next.includes(other)) && next.length === all.length ? [] : next;
}

/** A new one, asked of everybody; `name` is numbered where it is taken. */
export function fresh(rules: Rules, name: string): Survey {
  const taken = new Set(rules.surveys.map(({ code }) => code));
  let code = name;
  for (let n = 2; taken.has(code); n++) code = `${name} ${n}`;
  return { code, questions: [], comment: true, queues: [], channels: [], share: 100, used: true };
}

export const withSurvey = (rules: Rules, at: number, change: Partial<Survey>): Rules => ({
  ...rules,
  surveys: rules.surveys.map((one, n) => (n === at ? { ...one, ...change } : one)),
});

/** What was taken out of the rules since they were saved, and can be put back. */
export const takenOut = (before: Rules, now: Rules): readonly Survey[] =>
  before.surveys.filter(({ code }) => !now.surveys.some((one) => one.code === code));

const whole = (number: number, low: number, high: number): boolean => Number.isInteger(number) && number >= low && number <= high;

/** What the server would not even read. */
export function form({ surveys, quiet_days, open_days }: Rules): Fault[] {
  const found: Fault[] = [];
  const fault = (survey: string, code: FaultCode, about = ''): void => void found.push({ survey, code, about });
  for (const { code, questions, share } of surveys) {
    if (!code.trim()) fault(code, 'name_empty');
    if (code.length > NAME_CHARACTERS_MAX) fault(code, 'name_long');
    if (!questions.length) fault(code, 'no_questions');
    if (questions.length > QUESTIONS_MAX) fault(code, 'too_many');
    if (!whole(share, 1, 100)) fault(code, 'share');
  }
  if (surveys.length > SURVEYS_MAX) fault('', 'surveys_max');
  if (!whole(quiet_days, 0, 365)) fault('', 'quiet_days');
  if (!whole(open_days, 1, 60)) fault('', 'open_days');
  return found;
}

export type Field = 'name' | 'questions' | 'queues' | 'channels' | 'share' | 'quiet_days' | 'open_days' | 'list';
const FIELDS: Readonly<Record<FaultCode, Field>> = {
  name_empty: 'name', name_long: 'name', code_twice: 'name',
  no_questions: 'questions', too_many: 'questions', no_such_item: 'questions', not_for_customers: 'questions', question_twice: 'questions',
  no_such_queue: 'queues', no_such_channel: 'channels', share: 'share', quiet_days: 'quiet_days', open_days: 'open_days', surveys_max: 'list',
};
/** The faults that are told at a field of a survey ('' for what holds for all). */
export const faultsAt = (faults: readonly Fault[], survey: string, field: Field): readonly Fault[] =>
  faults.filter((one) => one.survey === survey && FIELDS[one.code] === field);

export interface Counted {
  readonly asked: number;
  readonly began: number;
  readonly finished: number;
}
/** Of all ways together. */
export function counted(tallies: readonly Tally[], survey: string): Counted {
  const own = tallies.filter((one) => one.survey === survey);
  const sum = (of: (one: Tally) => number): number => own.reduce((all, one) => all + of(one), 0);
  return { asked: sum((one) => one.asked), began: sum((one) => one.answered), finished: sum((one) => one.finished) };
}

/** The channels on which a survey is asked, by the way in which it is asked there; those without any way under ''. */
export function channelsByWay({ channels }: Survey, around: Around): Readonly<Record<Way, readonly string[]>> {
  const all = channels.length ? channels.filter((one) => one in around.channels) : Object.keys(around.channels);
  const of = (way: Way): string[] => all.filter((one) => around.channels[one] === way);
  return { inline: of('inline'), link: of('link'), keys: of('keys'), '': of('') };
}

/** Surveys above this one that ask the same conversations, so that it never asks: the first that fits is asked. */
export function shadowedBy({ surveys }: Rules, at: number): Survey | null {
  const one = surveys[at];
  if (!one?.used) return null;
  const within = (inner: readonly string[], outer: readonly string[]): boolean => !outer.length || (inner.length > 0 && inner.every((code) => outer.includes(code)));
  return surveys.slice(0, at).find((above) => above.used && within(one.queues, above.queues) && within(one.channels, above.channels)) ?? null;
}

const SURVEY = 'survey/';

export function apart({ surveys, ...all }: Rules): Pieces {
  return new Map<string, unknown>([...Object.entries(all), ...surveys.map((one): [string, unknown] => [SURVEY + one.code, one])]);
}

export function together(pieces: Pieces): Rules {
  const surveys = [...pieces].filter(([name]) => name.startsWith(SURVEY)).map(([, one]) => one as Survey);
  return { surveys, quiet_days: pieces.get('quiet_days') as number, open_days: pieces.get('open_days') as number };
}

/** What a piece is called by a person; '' for what holds for all surveys. */
export const surveyOf = (piece: string): string => (piece.startsWith(SURVEY) ? piece.slice(SURVEY.length).split(WITHIN)[0]! : '');
