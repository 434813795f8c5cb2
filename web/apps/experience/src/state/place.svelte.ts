/** Which page is shown and what within it: `/experience/reviews/r12` is the page `reviews` with `within` `['r12']`. The browser's back works. */
export const HOME = '/experience/';

export class Place {
  #path = $state(location.pathname);
  /** Asked before a page is left: false keeps it, and whoever said so may go on with `go(to, true)`. */
  mayLeave: ((to: string) => boolean) | null = null;

  constructor() {
    addEventListener('popstate', () => {
      const to = location.pathname;
      if (to !== this.#path && this.mayLeave && !this.mayLeave(to)) history.pushState(null, '', this.#path);
      else this.#arrive(to);
    });
    addEventListener('beforeunload', (event) => {
      if (this.mayLeave && !this.mayLeave('')) event.preventDefault();
    });
  }

  get page(): string {
    return this.#steps[0] ?? '';
  }

  get within(): readonly string[] {
    return this.#steps.slice(1);
  }

  get #steps(): string[] {
    return this.#path.slice(HOME.length).split('/').filter(Boolean).map(read);
  }

  go(to: string, surely = false): void {
    if (to === this.#path || (!surely && this.mayLeave && !this.mayLeave(to))) return;
    history.pushState(null, '', to);
    this.#arrive(to);
    scrollTo(0, 0);
  }

  /** For links: the address is real, so a middle click opens a tab. */
  follow = (event: MouseEvent & { currentTarget: HTMLAnchorElement }): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.go(new URL(event.currentTarget.href).pathname);
  };

  #arrive(path: string): void {
    this.mayLeave = null;
    this.#path = path;
  }
}

/** The address of a page, or of something within it. */
export const path = (...steps: string[]): string => HOME + steps.map(encodeURIComponent).join('/');

/** A step of an address; one that is nothing anybody can have written stays as it is, and leads nowhere. */
export function read(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
