/** The calls beside the socket. A failure is a `Problem`: the server's code, or `offline` when nobody answered. */
import type {
  Attachment,
  Board,
  Conversation,
  ConversationPage,
  Coverage,
  Customer,
  Draft,
  DraftKind,
  Me,
  Message,
  NotReturned,
  Pass,
  PriceLines,
  PromisePage,
  Promising,
  Recording,
  Unreadable,
  View,
  Why,
} from './contract.ts';
import type { Typed } from './draft.ts';

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly body: Record<string, unknown> = {},
  ) {
    super(`${code} (${status})`);
  }
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;
const BASE = '/api/v1';
/** One step of a path: what somebody has typed never becomes several. */
const step = encodeURIComponent;
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];

export class Rest {
  #csrf = '';
  #account = '';
  #fetch: Fetch;

  constructor(fetch: Fetch = (path, init) => globalThis.fetch(path, init)) {
    this.#fetch = fetch;
  }

  /** For whom calls are made from now on: every unsafe one carries their token. */
  as(me: Me | null): void {
    this.#csrf = me?.csrf ?? '';
    this.#account = me?.account ?? '';
  }

  logIn = (login: string, password: string, code = ''): Promise<Me> => this.#call('POST', '/session', { login, password, ...(code && { code }) });
  session = (): Promise<Me> => this.#call('GET', '/session');
  logOut = (): Promise<void> => this.#call('DELETE', '/session');
  setLanguage = (language: string): Promise<Me> => this.#call('PATCH', '/session', { language });

  page = (view: View, offset: number, limit: number): Promise<ConversationPage> =>
    this.#call('GET', `/conversations?view=${view}&offset=${offset}&limit=${limit}`);
  conversation = (interaction: string): Promise<Conversation> => this.#call('GET', `/conversations/${step(interaction)}`);
  messages = (interaction: string, before: number, limit = 50): Promise<{ messages: Message[] }> =>
    this.#call('GET', `/conversations/${step(interaction)}/messages?before=${before}&limit=${limit}`);
  why = (interaction: string): Promise<Why> => this.#call('GET', `/conversations/${step(interaction)}/why`);
  saveDraft = (interaction: string, kind: DraftKind, typed: Typed, revision: number): Promise<Draft> =>
    this.#call('PUT', `/conversations/${step(interaction)}/draft`, { kind, ...typed, revision });
  /** A code by which the customer goes on by another channel. */
  pass = (interaction: string): Promise<Pass> => this.#call('POST', `/conversations/${step(interaction)}/pass`);
  customer = (customer: string): Promise<Customer> => this.#call('GET', `/customers/${step(customer)}`);
  merge = (kept: string, customer: string): Promise<{ n: number }> => this.#call('POST', `/customers/${step(kept)}/merge`, { customer });
  unmerge = (kept: string, customer: string): Promise<{ n: number }> => this.#call('POST', `/customers/${step(kept)}/unmerge`, { customer });
  /** Whether whoever showed another's code in a conversation is that customer. */
  claim = (interaction: string, answer: 'confirm' | 'refuse'): Promise<{ n: number }> =>
    this.#call('POST', `/claims/${step(interaction)}/${answer}`);
  unreadable = (): Promise<{ inputs: Unreadable[]; returned: NotReturned[] }> => this.#call('GET', '/inputs');
  board = (): Promise<Board> => this.#call('GET', '/board');
  coverage = (): Promise<Coverage> => this.#call('GET', '/board/coverage');

  /** What is owed, or what `state` says; owner: an agent, `me`, or `none` for the queue's. */
  promises = (asked: Record<string, string>): Promise<PromisePage> => this.#call('GET', `/promises?${new URLSearchParams(asked)}`);
  /** What may be promised in a conversation; due_at: a time of one's own. */
  promising = (interaction: string, dueAt?: number): Promise<Promising> =>
    this.#call('GET', `/conversations/${step(interaction)}/promising${dueAt ? `?due_at=${dueAt}` : ''}`);
  priceLines = (language: string): Promise<PriceLines> => this.#call('GET', `/prices/said?language=${language}`);

  recordings = (interaction: string): Promise<{ recordings: Recording[] }> => this.#call('GET', `/conversations/${step(interaction)}/recordings`);

  /** The sound of a stretch; who asks for it is noted as having listened. */
  recordingPath = (interaction: string, stretch: string): string => `${BASE}/conversations/${step(interaction)}/recordings/${step(stretch)}`;
  /** A message that came, as it came. */
  inputPath = (input: string): string => `${BASE}/inputs/${step(input)}`;
  /** A letter as its sender laid it out, as a page of its own. */
  letterPath = (interaction: string, ordinal: number, images: boolean): string =>
    `${BASE}/conversations/${step(interaction)}/messages/${ordinal}/letter${images ? '?images=true' : ''}`;
  attachmentPath = (blob: string): string => `${BASE}/attachments/${step(blob)}`;

  /** Progress needs XMLHttpRequest: fetch still cannot tell how much of a body has gone. */
  attach(interaction: string, file: File, progress: (share: number) => void, request = new XMLHttpRequest()): Promise<Attachment> {
    const form = new FormData();
    form.append('interaction', interaction);
    form.append('file', file);
    return new Promise((resolve, reject) => {
      request.open('POST', `${BASE}/attachments`);
      request.setRequestHeader('X-Hoolin-CSRF', this.#csrf);
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
      request.onerror = () => reject(new Problem('offline', 0));
      request.onload = () => {
        const body = request.response as Record<string, unknown> | null;
        if (request.status < 300) resolve(body as unknown as Attachment);
        else reject(new Problem(String(body?.['code'] ?? statusCode(request.status)), request.status, body ?? {}));
      };
      request.send(form);
    });
  }

  /** Any other call, for a page that sets the site up. */
  ask = <T>(method: string, path: string, body?: unknown): Promise<T> => this.#call(method, path, body);

  /** One whose answer is no JSON: a sound. */
  bytes = async (method: string, path: string, body?: unknown): Promise<ArrayBuffer> => (await this.#answer(method, path, body)).arrayBuffer();

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#answer(method, path, body);
    return response.status === 204 ? (undefined as T) : response.json().catch(() => ({}));
  }

  async #answer(method: string, path: string, body?: unknown, again = true): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (UNSAFE.includes(method) && this.#csrf) headers['X-Hoolin-CSRF'] = this.#csrf;
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await this.#fetch(BASE + path, init).catch(() => {
      throw new Problem('offline', 0);
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (problem['code'] === 'csrf' && again) {
      // Whoever has logged in anew in another window has another token: it is asked for, and the call made once more. Never as somebody else.
      const me = await this.session();
      if (me.account === this.#account) {
        this.as(me);
        return this.#answer(method, path, body, false);
      }
    }
    throw new Problem(String(problem['code'] ?? statusCode(response.status)), response.status, problem);
  }
}

const statusCode = (status: number): string =>
  ({ 401: 'not_logged_in', 403: 'notallowed', 404: 'notfound', 409: 'conflict', 413: 'too_large', 429: 'too_many' })[status] ??
  (status >= 500 ? 'server_error' : 'invalid');
