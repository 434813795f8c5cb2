/** Calling from the page: a part of the panel above everything else, fetched when somebody wants to call. It goes on while the panel is closed. */

import { Phone } from './call/phone.ts';
import { Bar } from './call/Bar.tsx';
import type { Here } from './ui/here.ts';
import css from './style/call.css?inline';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
const phones = new WeakMap<Here['session'], Phone>();

/** Shows the call. again: this tab was in one when it was loaded, and goes on with it. */
export function start({ root, session }: Here, again?: unknown): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  let phone = phones.get(session);
  if (!phone) phones.set(session, (phone = new Phone(session, () => show())));
  const show = (): void => {
    // Whoever closed the panel sees by its button that they are still heard.
    root.querySelector('.launcher')?.classList.toggle('calling', phone.busy);
    session.tell();
  };
  session.above = (here) => <Bar here={here} phone={phone} onDone={() => ((session.above = undefined), session.tell())} />;
  if (!phone.busy) phone.anew();
  if (again) void phone.call();
}
