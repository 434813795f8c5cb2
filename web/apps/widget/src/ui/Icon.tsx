/** Drawn here, since a host page's policy may let no image through; the path is kept by whoever uses it. */
export function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="glyph">
      <path d={path} />
    </svg>
  );
}

export const CLOSE = 'M6 6l12 12M18 6L6 18';
