/** Where in the pages we are: `/admin/flows`, `/admin/flows/NAME`, `/admin/setup`, `/admin/replies`; whatever else leads to the first. */
import { AppPlace } from '@hoolin/ui/svelte/place.svelte.ts';

export const HOME = '/admin/flows';
export const SETUP = '/admin/setup';
export const REPLIES = '/admin/replies';
const PAGES: readonly string[] = [HOME, SETUP, REPLIES];

export class Place extends AppPlace {
  constructor() {
    super('/admin/');
    if (this.flow === null && !PAGES.includes(location.pathname)) this.settle(HOME);
  }

  /** The address of the page that is shown, as the rail knows it. */
  get page(): string {
    const page = `/admin/${this.steps[0] ?? ''}`;
    return this.steps.length === 1 && PAGES.includes(page) ? page : HOME;
  }

  /** The flow that is shown; null: the list, or another page. */
  get flow(): string | null {
    return this.steps.length === 2 && this.steps[0] === 'flows' ? this.steps[1]! : null;
  }
}

export const flowPath = (name: string): string => `${HOME}/${encodeURIComponent(name)}`;
