/** Which of a page's languages is before the reader, and which should be. */
import { isLanguage, preferred, type Language } from '@hoolin/ui/i18n';

export const language = document.documentElement.lang as Language;
export const find = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

/**
 * Starts the page, or goes to the one in the language that the address asks for, else, on the bare address, that the reader's browser
 * prefers. What follows the # in the address goes along, and so it does when another language is chosen.
 */
export function begin(name: string, start: () => void): void {
  const asked = new URLSearchParams(location.search).get('language');
  const bare = location.pathname.replace(/\/$/, '') === `/${name}`;
  const wanted = isLanguage(asked) ? asked : bare ? preferred(navigator.languages) : language;
  if (wanted !== language) {
    location.replace(`/${name}${wanted === 'et' ? '' : `/${wanted}.html`}?language=${wanted}${location.hash}`);
    return;
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) link.hash = location.hash;
  start();
}
