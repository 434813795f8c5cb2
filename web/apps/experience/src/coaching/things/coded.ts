/** The code of something new follows its title while nobody has written one: it is for ever, and nobody has to think of one. */
import { codeFor } from '../../reasons/tree/code.ts';

export class Coded {
  #made = '';

  /** The code that it should have now; the one it has, where somebody wrote that themselves. */
  of(code: string, titles: readonly string[], taken: (code: string) => boolean, otherwise: string): string {
    const title = titles.find((one) => one.trim());
    if (!title || (code !== '' && code !== this.#made)) return code;
    this.#made = codeFor(title, taken, otherwise);
    return this.#made;
  }
}
