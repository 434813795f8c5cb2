/** Somebody who tries a flow: what was said by whom, where they are, and which way they came. The server's interpreter decides. */
import type { Language } from '@hoolin/ui/i18n';
import type { Event, Prompt, Step, Tried } from './calls.ts';

export interface Turn {
  who: 'flow' | 'customer';
  language: Language;
  text: string;
  event?: Event;
}
export interface Run {
  turns: Turn[];
  step: Step | null;
  /** What the last step says, with its promises in words. */
  says: Prompt[];
  values: Record<string, string>;
  way: string[];
}

export const NOT_BEGUN: Run = { turns: [], step: null, says: [], values: {}, way: [] };

function went(run: Run, { step, said }: Tried, turns: Turn[]): Run {
  const says = step.says.map((prompt, at) => ({ ...prompt, text: said[at] ?? prompt.text }));
  const told = says.filter((one) => one.text.trim()).map((one): Turn => ({ who: 'flow', language: one.language, text: one.text }));
  return { turns: [...turns, ...told], step, says, values: { ...run.values, ...step.keeps }, way: [...run.way, ...step.passed.map((one) => one.node)] };
}

export const begin = (tried: Tried): Run => went(NOT_BEGUN, tried, []);

export function after(run: Run, event: Event, tried: Tried): Run {
  // A machine that is asked still: nothing new is said.
  const language = run.step?.state.language ?? 'et';
  return went(run, tried, [...run.turns, { who: 'customer', language, text: event.text ?? event.keys ?? event.answer ?? '', event }]);
}

export const over = (run: Run): boolean => run.step !== null && run.step.awaits === null;
