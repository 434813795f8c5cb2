/** What a survey asks of the server. Whoever holds its token may answer; nobody logs in, and no cookie travels. */

import type { Language } from '../i18n.ts';

export type Words = Readonly<Record<Language, string>>;

/** One question, as the register has it. `ends`: what the ends of the scale are called; `middle`: the answer between them. */
export interface Question {
  readonly item: string;
  readonly question: Words;
  readonly kind: string;
  readonly low: number;
  readonly high: number;
  readonly ends: readonly [Words, Words] | null;
  readonly middle: Words | null;
}

export interface Told {
  readonly operator: string;
  readonly language: Language;
  readonly comment: boolean;
  readonly answers: Readonly<Record<string, number>>;
  readonly questions: readonly Question[];
}

/** Why it was refused: `survey_over`, `survey_answered`, `survey_link`, or `failed` when nobody knows. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface Calls {
  open(): Promise<Told>;
  answer(item: string, value: number): Promise<void>;
  end(ending: 'finished' | 'declined', comment: string): Promise<void>;
  wish(wanted: boolean): Promise<void>;
}

/** The calls for one survey. `base`: where Hoolin lives, with a slash at the end. */
export function callsFor(base: string, token: string): Calls {
  const post = async (path: string, more: object): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(`${base}api/v1/survey${path}`, {
        method: 'POST',
        credentials: 'omit',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, ...more }),
      });
    } catch {
      throw new Refused('failed');
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { code?: string };
    throw new Refused(problem.code ?? 'failed');
  };
  return {
    open: async () => (await (await post('', {})).json()) as Told,
    answer: async (item, value) => void (await post('/answer', { item, value })),
    end: async (ending, comment) => void (await post('/end', { ending, comment })),
    wish: async (wanted) => void (await post('/wish', { wanted })),
  };
}
