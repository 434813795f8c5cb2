/** Where in the desk we are, kept in the address after `#`: `#/mine`, `#/closed/INTERACTION`. The browser's back works. */
import type { View } from '@hoolin/client';

export const VIEWS: readonly View[] = ['mine', 'waiting', 'all', 'closed'];

export class Route {
  #view = $state<View>('mine');
  #interaction = $state<string | null>(null);

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#read());
  }

  get view(): View {
    return this.#view;
  }

  get interaction(): string | null {
    return this.#interaction;
  }

  go(view: View, interaction: string | null, replace = false): void {
    const hash = `#/${view}${interaction ? `/${interaction}` : ''}`;
    if (hash === location.hash) return;
    if (replace) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    this.#read();
  }

  #read(): void {
    const [, view, interaction] = location.hash.split('/');
    this.#view = VIEWS.find((known) => known === view) ?? 'mine';
    this.#interaction = interaction ? decodeURIComponent(interaction) : null;
  }
}
