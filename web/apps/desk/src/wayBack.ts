/** Where somebody came from who had to log in first: one of our own pages, never another site's. */
const OURS = ['/wallboard/', '/admin/', '/experience/', '/security/'];

export function wayBack(search: string): string | null {
  const wanted = new URLSearchParams(search).get('return') ?? '';
  return OURS.some((page) => wanted.startsWith(page)) ? wanted : null;
}
