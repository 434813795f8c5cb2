/** Where in the pages we are: `/admin/flows`, `/admin/flows/NAME`. The browser's back works, and what is not saved may ask first. */
export const HOME = '/admin/flows';

export class Place {
  #path = $state(location.pathname);
  /** Asked before a page is left; false keeps it, and whoever said so may go on with `go(to, true)`. */
  mayLeave: ((to: string) => boolean) | null = null;

  constructor() {
    if (this.flow === null && this.#path !== HOME) history.replaceState(null, '', HOME);
    this.#path = location.pathname;
    addEventListener('popstate', () => {
      const to = location.pathname;
      if (to !== this.#path && this.mayLeave && !this.mayLeave(to)) history.pushState(null, '', this.#path);
      else this.#arrive(to);
    });
  }

  /** The flow that is shown; null: the list. */
  get flow(): string | null {
    const [, name] = /^\/admin\/flows\/([^/]+)$/.exec(this.#path) ?? [];
    return name ? decodeURIComponent(name) : null;
  }

  go(to: string, surely = false): void {
    if (to === this.#path || (!surely && this.mayLeave && !this.mayLeave(to))) return;
    history.pushState(null, '', to);
    this.#arrive(to);
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

export const flowPath = (name: string): string => `${HOME}/${encodeURIComponent(name)}`;
