/**
 * The second stage: the conversation itself. The loader hands over its element and its button; nothing is drawn and
 * nothing is sent until the customer opens the panel, unless a conversation is already under way.
 */

import { translator } from '@hoolin/ui/i18n';
import { render } from 'preact';
import type { Language } from './chat/frames.ts';
import { unread } from './chat/outbox.ts';
import { Session } from './chat/session.ts';
import { Keeper, STORAGE_KEY } from './chat/storage.ts';
import { fetchWords, type Words } from './i18n/words.ts';
import { SMALL, type Here } from './ui/here.ts';
import { Panel } from './ui/Panel.tsx';
import tokens from '@hoolin/ui/tokens.css?inline';
import css from './style/panel.css?inline';

export interface Mounting {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Absent where the panel is the whole page. */
  readonly button: HTMLButtonElement | undefined;
  /** Where Hoolin lives, with a slash at the end. */
  readonly base: string;
  readonly language: Language;
  readonly words: Words;
}

export function mount({ host, root, button, base, language, words }: Mounting): { toggle(): void } {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  const keeper = new Keeper();
  const socket = new URL('api/v1/chat', base);
  socket.protocol = socket.protocol.replace('http', 'ws');
  const { queue = '', pass = button ? undefined : (location.hash.match(/pass=([\w-]+)/)?.[1]) } = host.dataset;
  const session = new Session(socket.href, language, { queue, pass }, keeper);
  const draft = { text: keeper.read().draft };
  const layer = root.appendChild(document.createElement('div'));
  const badge = document.createElement('span');
  let open = false;
  let asked = false;
  let due = false;
  let here: Here;

  const speak = (to: Language): void => {
    fetchWords(to).then(
      (fetched) => {
        words = fetched;
        session.speak(to);
      },
      // Without a connection the language stays what it was.
      draw,
    );
  };
  const draw = (): void => {
    const say = translator(session.language, words);
    here = { root, base, session, queue, say, page: !button, asked, draft, close: () => turn(false), speak };
    render(open && <Panel here={here} />, layer);
    if (!button) {
      // The page is ours: it speaks the language of what is on it.
      document.documentElement.lang = session.language;
      document.title = session.state.operator || document.title;
      return;
    }
    const count = open ? 0 : unread(session.state);
    button.ariaExpanded = String(open);
    button.ariaLabel = say(open ? 'close' : 'open') + (count ? `, ${say('unread', { n: count })}` : '');
    badge.textContent = String(count);
    if (count) button.append(badge);
    else badge.remove();
  };
  const turn = (to: boolean, byCustomer = true): void => {
    open = to;
    asked = byCustomer;
    keeper.write({ open });
    draw();
    if (!open) button?.focus();
  };
  // A long story comes in one frame each for what was said; it is drawn once for each of the screen's.
  const soon = (): void => {
    if (due) return;
    due = true;
    (document.hidden ? setTimeout : requestAnimationFrame)(() => {
      due = false;
      draw();
    });
  };

  session.subscribe(soon);
  addEventListener('online', session.wake);
  addEventListener('offline', session.offline);
  addEventListener('pagehide', () => keeper.write({ draft: draft.text }));
  addEventListener('storage', (event) => {
    if (event.key === STORAGE_KEY) session.shared();
  });
  if (session.begun) {
    session.wake();
    if (button && keeper.read().open && !matchMedia(SMALL).matches) turn(true, false);
  }
  if (keeper.calls || (!button && location.hash.includes('call')))
    import('./call.tsx').then(({ start }) => {
      if (button) turn(true, false);
      start(here, keeper.calls);
    });
  return { toggle: () => turn(!open) };
}
