/** Light, dark, or as the system has it. Kept on this device: a bright room is a matter of the room, not of the person. */
export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

const KEY = 'hoolin.theme';

export function savedTheme(storage: Pick<Storage, 'getItem'>): Theme {
  const value = storage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'auto';
}

export function applyTheme(root: HTMLElement, theme: Theme, storage?: Pick<Storage, 'setItem'>): void {
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  storage?.setItem(KEY, theme);
}
