/** What the server tells of surveys: docs/reference/site.md has the shapes. */
import type { Language } from '@hoolin/ui/i18n';
import type { Question } from '@hoolin/ui/survey';

export type Said = Readonly<Record<Language, string>>;

/** code: its name, which customers never see. share: of a hundred conversations so many are asked. */
export interface Survey {
  readonly code: string;
  readonly questions: readonly string[];
  readonly comment: boolean;
  readonly queues: readonly string[];
  readonly channels: readonly string[];
  readonly share: number;
  readonly used: boolean;
}
export interface Rules {
  readonly surveys: readonly Survey[];
  readonly quiet_days: number;
  readonly open_days: number;
}
export interface Tally {
  readonly survey: string;
  readonly way: string;
  readonly asked: number;
  readonly answered: number;
  readonly finished: number;
  readonly declined: number;
}
export interface SetUp {
  readonly version: number;
  readonly rules: Rules;
  readonly items: readonly Question[];
  readonly tallies: readonly Tally[];
}

/** How customers of a channel are asked; '' where they are not. */
export type Way = 'inline' | 'link' | 'keys' | '';

export interface Around {
  readonly operator: string;
  readonly languages: readonly Language[];
  readonly queues: readonly string[];
  readonly channels: Readonly<Record<string, Way>>;
  readonly linked: boolean;
  readonly invitation: Said;
  readonly spoken: Readonly<Record<string, { readonly keys: string; readonly said: Said }>>;
  readonly frame: Readonly<Record<'questions' | 'thanks' | 'not_understood', Said>>;
  readonly decline: string;
}

export type FaultCode =
  | 'name_empty' | 'name_long' | 'code_twice'
  | 'no_questions' | 'too_many' | 'no_such_item' | 'not_for_customers' | 'question_twice'
  | 'no_such_queue' | 'no_such_channel' | 'share' | 'quiet_days' | 'open_days' | 'surveys_max';
/** One thing that is wrong. survey: in which one, by its name; '' for what holds for all. about: what of it. */
export interface Fault {
  readonly survey: string;
  readonly code: FaultCode;
  readonly about: string;
}
