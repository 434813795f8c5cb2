/** What this person prefers on this device: kept here, because another desk may stand in another light. */
import { applyTheme, savedTheme, type Theme } from '@hoolin/ui/theme';

const flag = (name: string, preset: boolean): boolean => (localStorage.getItem(name) ?? String(preset)) === 'true';

export class Prefs {
  #theme = $state<Theme>(savedTheme(localStorage));
  #sound = $state(flag('hoolin.sound', false));
  #letters = $state(flag('hoolin.letters', true));
  #panel = $state(flag('hoolin.panel', true));

  constructor() {
    applyTheme(document.documentElement, this.#theme);
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    applyTheme(document.documentElement, theme, localStorage);
  }

  /** A tone for each offer. Off until asked for. */
  get sound(): boolean {
    return this.#sound;
  }
  set sound(on: boolean) {
    this.#sound = on;
    localStorage.setItem('hoolin.sound', String(on));
  }

  /** Single-letter shortcuts: whoever dictates or has unsteady hands can switch them off. */
  get letters(): boolean {
    return this.#letters;
  }
  set letters(on: boolean) {
    this.#letters = on;
    localStorage.setItem('hoolin.letters', String(on));
  }

  /** Whether the customer panel stands beside the thread where there is room for both. */
  get panel(): boolean {
    return this.#panel;
  }
  set panel(on: boolean) {
    this.#panel = on;
    localStorage.setItem('hoolin.panel', String(on));
  }
}
