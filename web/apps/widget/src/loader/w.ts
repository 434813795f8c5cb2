/**
 * The loader: one classic script that puts a button on a page and fetches the rest when it is wanted.
 *
 * It writes nothing anywhere, sets no cookie and opens no connection. It must live under a host page's policy of
 * `script-src` and `connect-src` for our origin alone, Trusted Types included: so no markup from strings, no inline
 * style, and styles only through `adoptedStyleSheets`.
 */

import type { mount as Mount } from '../panel.tsx';
import css from '../style/launcher.css?inline';

/** Filled in by the build: the hashed address of the panel, and of each language. */
declare const PANEL: string;
declare const WORDS: Readonly<Record<string, string>>;

const LABELS: Readonly<Record<string, string>> = { et: 'Ava vestlus', ru: 'Открыть чат', en: 'Open chat' };
const BUBBLE = 'M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z';

const script = document.currentScript as HTMLScriptElement;
const base = new URL('.', script.src).href;

function stored(): { language?: string } | null {
  try {
    return JSON.parse(localStorage.getItem('hoolin-chat')!) as { language?: string } | null;
  } catch {
    return null;
  }
}

class HoolinChat extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot) return;
    for (const [name, value] of Object.entries(script.dataset)) this.dataset[name] ??= value!;
    const { language, display } = this.dataset;
    const kept = stored();
    const asked = new URLSearchParams(display ? location.search : '').get('language');
    const wishes = [kept?.language, asked, language, document.documentElement.lang, ...navigator.languages, 'et'];
    const spoken = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((wish) => wish && wish in WORDS)!;

    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];

    let panel: Promise<ReturnType<typeof Mount>> | undefined;
    const load = () =>
      (panel ??= Promise.all([
        import(/* @vite-ignore */ base + PANEL),
        import(/* @vite-ignore */ base + WORDS[spoken]!),
      ]).then(([module, words]) =>
        module.mount({ host: this, root, button, base, language: spoken, words: words.default }),
      ));
    // A page that was opened before an upgrade asks for a panel that is gone: the plain page still serves the customer.
    const open = () =>
      load().then(
        (it) => it.toggle(),
        () => window.open(base + 'chat'),
      );
    const prepare = () => void load().catch(() => (panel = undefined));

    let button: HTMLButtonElement | undefined;
    if (display === 'page') return void open();
    button = root.appendChild(document.createElement('button'));
    button.className = 'launcher';
    button.ariaLabel = LABELS[spoken]!;
    button.ariaExpanded = 'false';
    const space = 'http://www.w3.org/2000/svg';
    const icon = button.appendChild(document.createElementNS(space, 'svg'));
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.appendChild(document.createElementNS(space, 'path')).setAttribute('d', BUBBLE);
    button.onclick = open;
    button.onpointerenter = button.onfocus = prepare;
    const spare = !(navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
    // A conversation begun on an earlier page goes on at once: an answer may be waiting.
    if (kept || spare) (window.requestIdleCallback ?? setTimeout)(prepare);
  }
}

const NAME = 'hoolin-chat';
const place = () => document.querySelector(NAME) ?? document.body.append(document.createElement(NAME));
// Twice on one page, the script is still one chat.
if (!customElements.get(NAME)) {
  customElements.define(NAME, HoolinChat);
  if (document.body) place();
  else document.addEventListener('DOMContentLoaded', place);
}
