/** Where within an app we are, by its address. The browser's back works, and what is not saved may ask first. */
export class AppPlace {
  #path = $state(location.pathname);
  /** Asked before a place is left: false keeps it, and whoever said so may go on with `go(to, true)`. */
  mayLeave: ((to: string) => boolean) | null = null;

  /** home: what every address here begins with, a slash at its end. */
  constructor(private readonly home: string) {
    addEventListener('popstate', () => {
      const to = location.pathname;
      if (to !== this.#path && this.mayLeave && !this.mayLeave(to)) history.pushState(null, '', this.#path);
      else this.#arrive(to);
    });
  }

  /** What comes after home, step by step. */
  get steps(): readonly string[] {
    if (!this.#path.startsWith(this.home)) return [];
    return this.#path.slice(this.home.length).split('/').filter(Boolean).map(read);
  }

  /** to: an address, perhaps with a question; which view it is says the path alone. */
  go(to: string, surely = false): void {
    if (to === this.#path || (!surely && this.mayLeave && !this.mayLeave(to))) return;
    history.pushState(null, '', to);
    this.#arrive(to.split('?')[0]!);
    scrollTo(0, 0);
  }

  /** Another address for where we are: back does not lead to the old one. */
  settle(at: string): void {
    history.replaceState(null, '', at);
    this.#path = at;
  }

  /** For links: the address is real, so a middle click opens a tab. */
  follow = (event: MouseEvent & { currentTarget: HTMLAnchorElement }): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const { pathname, search } = new URL(event.currentTarget.href);
    this.go(pathname + search);
  };

  #arrive(path: string): void {
    if (path === this.#path) return; // another question to the same view: whoever guards it goes on
    this.mayLeave = null;
    this.#path = path;
  }
}

/** A step of an address; one that is nothing anybody can have written stays as it is, and leads nowhere. */
export function read(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
