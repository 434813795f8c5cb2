/** Something that is being done: once at a time, and what stood in its way in words. */
export class Doing {
  #busy = $state(false);
  #problem = $state('');
  #told: (problem: unknown) => string;

  constructor(told: (problem: unknown) => string) {
    this.#told = told;
  }

  get busy(): boolean {
    return this.#busy;
  }
  get problem(): string {
    return this.#problem;
  }
  set problem(text: string) {
    this.#problem = text;
  }

  /** Whether it was done. */
  async do(how: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#problem = '';
    try {
      await how();
      return true;
    } catch (problem) {
      this.#problem = this.#told(problem);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
