/** The time of the server, for countdowns and waits, renewed once a second.

Every live fact says when it was decided. The way here takes some time and never less than none, so the largest lead seen
is how far the server's clock is ahead of ours. */
export class Ticker {
  #now = $state(Date.now());
  #lead = -Infinity;

  constructor() {
    setInterval(() => this.#tick(), 1_000);
  }

  get now(): number {
    return this.#now;
  }

  heard(at: number): void {
    this.#lead = Math.max(this.#lead, at - Date.now());
  }

  #tick(): void {
    this.#now = Date.now() + (Number.isFinite(this.#lead) ? this.#lead : 0);
  }
}
