/** What could not be fetched, each by its name, until it is: then nothing is said of it any more. */
export class Missed {
  #failed: (problem: unknown) => string;
  #codes = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** failed: gives the code of a failure. */
  constructor(failed: (problem: unknown) => string) {
    this.#failed = failed;
  }

  /** The code of what failed last and still does; '' when there is nothing. */
  get code(): string {
    return [...this.#codes.values()].at(-1) ?? '';
  }

  /** still: whether it is still wanted; what is not is let go, however it ends. */
  async try(what: string, how: () => Promise<void>, still = (): boolean => true): Promise<void> {
    try {
      await how();
      if (still()) this.had(what);
    } catch (problem) {
      const code = this.#failed(problem);
      if (still()) this.#codes = new Map([...this.#others(what), [what, code]]);
    }
  }

  /** It has come, whoever asked for it. */
  had(what: string): void {
    if (this.#codes.has(what)) this.#codes = new Map(this.#others(what));
  }

  #others = (what: string): [string, string][] => [...this.#codes].filter(([one]) => one !== what);
}
