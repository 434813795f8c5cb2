/** Where in the desk we are, kept in the address after `#`: `#/mine`, `#/closed/INTERACTION`, `#/all~VIEW` for a view that was saved. The browser's back works. */
import type { View } from '@hoolin/client';

export const VIEWS: readonly View[] = ['mine', 'waiting', 'all', 'closed'];

export class Route {
  #view = $state<View>('mine');
  #interaction = $state<string | null>(null);
  #saved = $state<string | null>(null);

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

  /** The saved view that is shown, if one is. */
  get saved(): string | null {
    return this.#saved;
  }

  /** saved: another saved view, or none; else the one that is shown stays. */
  go(view: View, interaction: string | null, replace = false, saved = this.#saved): void {
    const hash = `#/${view}${saved ? `~${saved}` : ''}${interaction ? `/${interaction}` : ''}`;
    if (hash === location.hash) return;
    if (replace) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    this.#read();
  }

  #read(): void {
    const [, shown, interaction] = location.hash.split('/');
    const [view, saved] = shown?.split('~') ?? [];
    this.#saved = saved || null;
    this.#view = VIEWS.find((known) => known === view) ?? 'mine';
    this.#interaction = interaction ? decodeURIComponent(interaction) : null;
  }
}
