/** Drawn here, since a host page's policy may let no image through. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 11.5v1M12 11.5v1M19 11.5v1',
  send: 'M12 20V5M5 12l7-7 7 7',
  clip: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14 7.6',
  down: 'M12 4v13M6 11l6 6 6-6M5 21h14',
  chat: 'M4 4h16v12h-9l-5 4v-4H4z',
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0',
};

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="glyph">
      <path d={PATHS[name]} />
    </svg>
  );
}
