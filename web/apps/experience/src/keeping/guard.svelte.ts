/** Leaving a page with something unsaved asks first; going on within it does not. */
import type { Place } from '../state/place.svelte.ts';
import type { Written } from './keeper.svelte.ts';

export class Guard {
  /** Where somebody wanted to go; null: nowhere. */
  to = $state<string | null>(null);

  /** Called while a component is made. page: its first step in the address. */
  constructor(place: Place, page: string, keeper: Written) {
    const within = `/experience/${page}`;
    const may = (to: string): boolean => {
      const [at = ''] = to.split('?');
      if (place.page !== page || at === within || at.startsWith(`${within}/`) || !keeper.dirty) return true;
      // Closing the window loses nothing that is kept on this device.
      if (!to) return keeper.keeps;
      this.to = to;
      return false;
    };
    // Whoever arrives anywhere forgets the guard; within the page it is set anew.
    $effect(() => {
      if (place.page === page && place.within) place.mayLeave = may;
    });
  }
}
