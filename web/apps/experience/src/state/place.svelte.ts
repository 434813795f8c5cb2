/** Which page is shown and what within it: `/experience/reviews/r12` is the page `reviews` with `within` `['r12']`. */
import { AppPlace } from '@hoolin/ui/svelte/place.svelte.ts';

export const HOME = '/experience/';

export class Place extends AppPlace {
  constructor() {
    super(HOME);
    addEventListener('beforeunload', (event) => {
      if (this.mayLeave && !this.mayLeave('')) event.preventDefault();
    });
  }

  get page(): string {
    return this.steps[0] ?? '';
  }

  get within(): readonly string[] {
    return this.steps.slice(1);
  }
}

/** The address of a page, or of something within it. */
export const path = (...steps: string[]): string => HOME + steps.map(encodeURIComponent).join('/');
