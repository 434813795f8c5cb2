import type { ComponentChildren } from 'preact';

interface Props {
  readonly onDone: () => void;
  readonly children: ComponentChildren;
}

/** A part of the panel that comes and goes; Escape closes it first, and the panel only after that. */
export function Sheet({ onDone, children }: Props) {
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    onDone();
  };
  return (
    <div class="sheet" onKeyDown={escape}>
      {children}
    </div>
  );
}
