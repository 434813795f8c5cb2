/**
 * The questions of a survey, one at a time, in plain elements: the same in the chat and on the page behind a link.
 *
 * An answer is kept as it is given, and only then comes the next question; what could not be kept is said, and stays on the screen to be
 * tried again. Nobody has to answer anything: every question can be skipped, all of it declined.
 */

import { translator, type Language, type Translate } from '../i18n.ts';
import { Refused, type Calls, type Question, type Told } from './calls.ts';
import { TEXTS, type Key } from './texts.ts';

const OVER: readonly string[] = ['survey_over', 'survey_answered', 'survey_link'];

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string, ...inner: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inner);
  return made;
}

/** The second half of a double click meant what was there before: the next question, which nobody has read yet, is not its to answer. */
function button(name: string, text: string, press: () => void): HTMLButtonElement {
  const made = make('button', name, text);
  made.type = 'button';
  made.addEventListener('click', ({ detail }) => detail < 2 && press());
  return made;
}

export class SurveyForm {
  readonly #place: HTMLElement;
  readonly #calls: Calls;
  readonly #language: Language;
  readonly #say: Translate<Key>;
  readonly #onTold: (told: Told) => void;
  #told: Told | null = null;
  #answers: Record<string, number> = {};
  #at = 0;
  #comment = '';

  /** `place`: emptied and filled. `onTold`: called with what the server told, once it is known. */
  constructor(place: HTMLElement, calls: Calls, language: Language, onTold: (told: Told) => void = () => {}) {
    this.#place = place;
    this.#calls = calls;
    this.#language = language;
    this.#say = translator<Key>(language, TEXTS[language] as Record<Key, string>);
    this.#onTold = onTold;
    place.classList.add('survey');
  }

  /** Fetches the questions and shows the first that has no answer yet. */
  async begin(): Promise<void> {
    this.#show(this.#status(this.#say('loading')));
    try {
      this.#told = await this.#calls.open();
    } catch (problem) {
      this.#refused(problem, () => void this.begin());
      return;
    }
    this.#onTold(this.#told);
    this.#answers = { ...this.#told.answers };
    const open = this.#told.questions.findIndex(({ item }) => !(item in this.#answers));
    this.#at = open < 0 ? this.#told.questions.length : open;
    this.#step(false);
  }

  #step(moved: boolean): void {
    const { questions, comment } = this.#told!;
    const question = questions[this.#at];
    if (question) this.#ask(question, moved);
    else if (comment) this.#askWords(moved);
    else void this.#end('finished');
  }

  #go(steps: number): void {
    this.#at += steps;
    this.#step(true);
  }

  #ask(question: Question, moved: boolean): void {
    const { item, low, high, ends, middle } = question;
    const title = this.#title(question.question[this.#language], moved);
    const values = Array.from({ length: high - low + 1 }, (_, n) => low + n);
    const worded = middle && ends ? [ends[0], middle, ends[1]] : null;
    const scale = make(
      'div',
      worded ? 'scale worded' : 'scale',
      ...values.map((value, n) => {
        const press = button('', worded ? worded[n]![this.#language] : String(value), () => void this.#answer(item, value));
        press.setAttribute('aria-pressed', String(this.#answers[item] === value));
        if (!worded) press.setAttribute('aria-label', this.#label(question, value));
        return press;
      }),
    );
    scale.setAttribute('role', 'group');
    scale.setAttribute('aria-labelledby', title.id);
    const legend = make('p', 'ends', make('small', '', ends?.[0][this.#language] ?? ''), make('small', '', ends?.[1][this.#language] ?? ''));
    legend.setAttribute('aria-hidden', 'true');
    this.#show(
      this.#where(),
      title,
      scale,
      ...(worded || !ends ? [] : [legend]),
      this.#status(''),
      this.#acts(button('link', this.#say('skip'), () => this.#go(1)), button('link', this.#say('decline'), () => void this.#end('declined'))),
    );
    if (moved) title.focus();
  }

  /** What a screen reader says of a choice: the ends are only written beside the row. */
  #label({ low, high, ends }: Question, value: number): string {
    const end = value === low ? ends?.[0] : value === high ? ends?.[1] : undefined;
    const place = this.#say('choice', { value, low, high });
    return end ? `${place}: ${end[this.#language]}` : place;
  }

  #askWords(moved: boolean): void {
    const title = this.#title(this.#say('comment'), moved);
    const field = make('textarea', 'field');
    field.rows = 3;
    field.maxLength = 2000;
    field.value = this.#comment;
    field.setAttribute('aria-labelledby', title.id);
    field.addEventListener('input', () => (this.#comment = field.value));
    this.#show(
      title,
      make('small', 'muted', this.#say('optional')),
      field,
      this.#status(''),
      this.#acts(button('main', this.#say('finish'), () => void this.#end('finished'))),
    );
    if (moved) title.focus();
  }

  #acts(...buttons: HTMLButtonElement[]): HTMLElement {
    const back = this.#at > 0 ? [button('link', this.#say('back'), () => this.#go(-1))] : [];
    return make('p', 'acts', ...back, ...buttons);
  }

  #title(text: string, moved: boolean): HTMLElement {
    const title = make('h2', '', text);
    title.id = 'survey-question';
    if (moved) title.tabIndex = -1;
    return title;
  }

  #where(): HTMLElement {
    const of = this.#told!.questions.length;
    return make('small', 'muted', `${this.#say('step', { n: this.#at + 1, of })} · ${this.#say('automatic')}`);
  }

  async #answer(item: string, value: number): Promise<void> {
    try {
      if (this.#answers[item] !== value) await this.#calls.answer(item, value);
    } catch (problem) {
      this.#refused(problem);
      return;
    }
    this.#answers[item] = value;
    // Pressed twice while the answer travelled, it leads on once.
    if (this.#told!.questions[this.#at]?.item === item) this.#go(1);
  }

  async #end(ending: 'finished' | 'declined'): Promise<void> {
    try {
      await this.#calls.end(ending, ending === 'finished' ? this.#comment.trim() : '');
    } catch (problem) {
      this.#refused(problem);
      return;
    }
    this.#over(this.#say(ending === 'finished' ? 'thanks' : 'declined'));
  }

  #over(text: string): void {
    const said = make('p', 'said', text);
    said.tabIndex = -1;
    this.#show(said, this.#status(''), make('p', 'acts', this.#wish(false)));
    said.focus();
  }

  #wish(wanted: boolean): HTMLButtonElement {
    return button('link', this.#say(wanted ? 'ask_again' : 'no_more'), () => {
      this.#calls.wish(wanted).then(
        () => {
          const again = this.#wish(!wanted);
          this.#show(this.#status(wanted ? '' : this.#say('no_more_noted')), make('p', 'acts', again));
          again.focus();
        },
        (problem: unknown) => this.#refused(problem),
      );
    });
  }

  /** What is over is said instead of the questions; what failed is said below them, and everything stays as it is. */
  #refused(problem: unknown, again?: () => void): void {
    const code = problem instanceof Refused && OVER.includes(problem.code) ? (problem.code as Key) : null;
    if (code) this.#show(this.#status(this.#say(code)));
    else if (again) this.#show(this.#status(this.#say('failed')), make('p', 'acts', button('main', this.#say('retry'), again)));
    else this.#place.querySelector('[role=status]')!.textContent = this.#say('failed');
  }

  #status(text: string): HTMLElement {
    const status = make('p', 'told', text);
    status.setAttribute('role', 'status');
    return status;
  }

  #show(...drawn: Node[]): void {
    this.#place.replaceChildren(...drawn);
  }
}
