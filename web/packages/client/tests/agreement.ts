/** What the server's own description says, and what this package believes, are the same thing.

Nothing here runs: the type checker reads it, against types made afresh from docs/reference/openapi.json, and what a
server really told (`vectors/generated/`, `answers/`) as literals of our shapes. Where the server changes a shape that a page
relies on, this no longer compiles. */
import type * as told from '../../../node_modules/.hoolin/told.ts';
import type { Attachment, Draft, Me, View } from '../src/index.ts';
import type { components, operations, paths } from '../../../node_modules/.hoolin/openapi.ts';

type Schema = components['schemas'];
type Gives<Server extends Page, Page> = Server;
type Takes<Page extends Server, Server> = Page;

export type Answers = [Gives<Schema['Me'], Me>, Gives<Schema['Uploaded'], Attachment>];

export type Questions = [
  Takes<{ login: string; password: string }, Schema['LogIn']>,
  Takes<{ language: 'et' | 'ru' | 'en' }, Schema['Preferences']>,
  Takes<Pick<Draft, 'kind' | 'text' | 'subject' | 'cc' | 'revision'>, Schema['DraftBody']>,
  Takes<{ view: View; offset: number; limit: number }, NonNullable<operations['conversations']['parameters']['query']>>,
  Takes<{ before: number; limit: number }, NonNullable<operations['messages']['parameters']['query']>>,
];

/** Each shape of an answer has been told at least once. */
export type Told = [
  typeof told.toldMe, typeof told.toldConversationPage, typeof told.toldConversation, typeof told.toldMessage,
  typeof told.toldWhy, typeof told.toldCustomer, typeof told.toldDraft, typeof told.toldBoard, typeof told.vector0,
];

/** Every address that `rest.ts` calls. */
export const ADDRESSES: (keyof paths)[] = [
  '/api/v1/session',
  '/api/v1/conversations',
  '/api/v1/conversations/{interaction}',
  '/api/v1/conversations/{interaction}/messages',
  '/api/v1/conversations/{interaction}/why',
  '/api/v1/conversations/{interaction}/draft',
  '/api/v1/conversations/{interaction}/pass',
  '/api/v1/conversations/{interaction}/messages/{ordinal}/letter',
  '/api/v1/customers/{customer}',
  '/api/v1/customers/{customer}/merge',
  '/api/v1/customers/{customer}/unmerge',
  '/api/v1/claims/{interaction}/confirm',
  '/api/v1/claims/{interaction}/refuse',
  '/api/v1/inputs',
  '/api/v1/inputs/{input}',
  '/api/v1/attachments',
  '/api/v1/attachments/{blob}',
  '/api/v1/board',
];
