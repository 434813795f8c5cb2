/**
 * Parts of the page that are fetched as soon as its first ones stand, and are there before anybody needs them: the page is of use
 * without them. What could not be fetched is asked for again.
 */

const AGAIN_MS = 2_000;

class Later<Parts> {
  parts = $state.raw<Parts | null>(null);
  #asked = false;

  constructor(private readonly bring: () => Promise<Parts>) {}

  /** Begins to fetch them, once. */
  fetch(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.bring().then(
      (parts) => (this.parts = parts),
      () => setTimeout(() => ((this.#asked = false), this.fetch()), AGAIN_MS),
    );
  }
}

/** What stands above a conversation that is spoken. */
export const spoken = new Later(() => import('../thread/spoken.ts'));
/** What letters and SMS have beside their text. */
export const carried = new Later(() => import('../composer/carried.ts'));
/** Saved views in the list's head. */
export const saved = new Later(() => import('../views/SavedTabs.svelte'));
/** What may be done with several conversations. */
export const several = new Later(() => import('../bulk/BulkBar.svelte'));
/** A promise in the customer's pane. */
export const owed = new Later(() => import('../customer/owed.ts'));
/** What is written down when a conversation is over. */
export const ending = new Later(() => import('../ending/parts.ts'));
/** Quiet signs of coaching in the bar. */
export const signs = new Later(() => import('../coaching/Signs.svelte'));
/** How a conversation was, and moments to breathe; where the site has them. */
export const easing = new Later(() => import('../ease/parts.ts'));
