/** Where in the pages we are: `/admin/flows`, `/admin/flows/NAME`; whatever else leads to the first. */
import { AppPlace } from '@hoolin/ui/svelte/place.svelte.ts';

export const HOME = '/admin/flows';

export class Place extends AppPlace {
  constructor() {
    super(`${HOME}/`);
    if (this.flow === null && location.pathname !== HOME) this.settle(HOME);
  }

  /** The flow that is shown; null: the list. */
  get flow(): string | null {
    return this.steps.length === 1 ? this.steps[0]! : null;
  }
}

export const flowPath = (name: string): string => `${HOME}/${encodeURIComponent(name)}`;
