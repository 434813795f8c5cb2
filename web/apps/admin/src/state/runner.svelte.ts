/** Somebody who tries the flow that is being written, by text or by keys. Each step is asked of the server's own interpreter. */
import type { Language } from '@hoolin/ui/i18n';
import type { Event, FlowCalls } from '../flow/calls.ts';
import { after, begin, NOT_BEGUN, over, type Run } from '../flow/run.ts';
import type { Editor } from './editor.svelte.ts';
import { problemCode } from './shared.svelte.ts';

export type Hours = 'now' | 'open' | 'closed' | 'at';

export class Runner {
  #editor: Editor;
  #calls: FlowCalls;
  #run = $state.raw<Run>(NOT_BEGUN);
  #busy = $state(false);
  #problem = $state('');
  #number = 0;

  language = $state<Language>('et');
  hours = $state<Hours>('now');
  /** An instant, where `hours` is `at`. */
  at = $state(Date.now());
  spoken = $state(false);

  constructor(editor: Editor, calls: FlowCalls) {
    this.#editor = editor;
    this.#calls = calls;
  }

  get run(): Run {
    return this.#run;
  }
  get busy(): boolean {
    return this.#busy;
  }
  get problem(): string {
    return this.#problem;
  }
  get over(): boolean {
    return over(this.#run);
  }

  begin = (): Promise<boolean> => this.#step(null);
  tell = (event: Event): Promise<boolean> => this.#step(event);

  stop(): void {
    this.#number++;
    this.#busy = false;
    this.#run = NOT_BEGUN;
    this.#editor.trying = [];
  }

  /** Gives whether there is something new; what a later step has overtaken is nothing. */
  async #step(event: Event | null): Promise<boolean> {
    const number = ++this.#number;
    const { step, values } = this.#run;
    this.#busy = true;
    this.#problem = '';
    try {
      const tried = await this.#calls.preview(this.#editor.name, {
        language: this.language,
        draft: { flow: this.#editor.flow },
        hours: this.hours === 'at' ? 'now' : this.hours,
        at: this.hours === 'at' ? this.at : 0,
        spoken: this.spoken,
        values: event ? values : {},
        ...(event && step && { state: step.state, event }),
      });
      if (number !== this.#number) return false;
      this.#run = event ? after(this.#run, event, tried) : begin(tried);
      this.#editor.trying = this.#run.way;
      return true;
    } catch (problem) {
      if (number === this.#number) this.#problem = problemCode(problem);
      return false;
    } finally {
      if (number === this.#number) this.#busy = false;
    }
  }
}
