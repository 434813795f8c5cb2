/** The keys of a form, and what each does. In a field only Escape and Ctrl with Enter are ours. */
import type { Mark } from '../shell/judged.ts';

export const KEYS = [
  [['1', '2', '3'], 'mark'],
  [['J', 'K'], 'move'],
  [['X'], 'examples'],
  [['E'], 'evidence'],
  [['N'], 'note'],
  [['C'], 'conversation'],
  [['Esc'], 'back'],
  [['Ctrl Enter'], 'send'],
] as const;

export type Doing = { do: 'mark'; mark: Mark } | { do: 'move'; by: 1 | -1 } | { do: 'examples' | 'evidence' | 'note' | 'conversation' | 'back' | 'send' };

const DOING: Readonly<Record<string, Doing>> = {
  1: { do: 'mark', mark: 1 },
  2: { do: 'mark', mark: 0 },
  3: { do: 'mark', mark: null },
  j: { do: 'move', by: 1 },
  k: { do: 'move', by: -1 },
  x: { do: 'examples' },
  e: { do: 'evidence' },
  n: { do: 'note' },
  c: { do: 'conversation' },
};
const ALWAYS: Readonly<Record<string, Doing>> = { Escape: { do: 'back' }, 'mod+Enter': { do: 'send' } };

export const keyFor = (key: string | null, typing: boolean): Doing | undefined => (key === null ? undefined : (ALWAYS[key] ?? (typing ? undefined : DOING[key])));
