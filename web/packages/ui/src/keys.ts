/** Which key was pressed, as a shortcut names it, on any keyboard layout.

A Latin letter or a sign is taken as typed. A letter of another script («о» on a Russian layout) is taken by its place on
the keyboard, so that `j` is the same finger for everybody. Alt is never used: it types letters on many layouts. */

export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const LETTER = /^\p{L}$/u;
const LATIN = /^[a-z]$/i;
const CODE = /^(?:Key|Digit)([A-Z0-9])$/;

/** `"j"`, `"?"`, `"Enter"`, `"mod+k"`, `"mod+shift+a"`; null when the press can never be a shortcut (Alt, AltGr). */
export function keyOf(press: Press): string | null {
  if (press.altKey) return null;
  const modified = press.ctrlKey || press.metaKey;
  let key = press.key;
  if (LETTER.test(key) && !LATIN.test(key)) key = CODE.exec(press.code)?.[1] ?? key;
  if (key.length === 1) key = key.toLowerCase();
  // A sign made with Shift (`?`) already says so; a letter or a named key does not.
  const shift = press.shiftKey && (modified || key.length > 1 || LATIN.test(key));
  return (modified ? 'mod+' : '') + (shift ? 'shift+' : '') + key;
}

/** Whether the key goes into a field: then only shortcuts with Ctrl or ⌘, Escape and function keys are ours. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
}

/** How a key is written for a person: `mod+Enter` → `Ctrl Enter`, on a Mac `⌘ Enter`. */
export function keyLabel(key: string, mac: boolean): string {
  const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: mac ? '⇧' : 'Shift', escape: 'Esc' };
  return key
    .split('+')
    .map((part) => names[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}
