/** Where one goes on from a reason. */
import { path } from '../state/place.svelte.ts';

export const viewPath = (view = ''): string => (view ? path('reasons', view) : path('reasons'));
export const reasonPath = (code: string): string => path('reasons', 'of', code);
export const editPath = (code?: string): string => (code === undefined ? path('reasons', 'tree', 'edit') : path('reasons', 'tree', 'edit', code));

/** What is done about it, and a new proposal; for one of its causes, or for the reason as a whole. */
const asked = (code: string): string => `?${new URLSearchParams({ reason: code })}`;
export const improvementsPath = (code: string): string => path('improvements') + asked(code);
export const proposePath = (code: string): string => path('improvements', 'new') + asked(code);
export const proposeForPath = (cause: string): string => path('improvements', 'new', cause);
export const improvementPath = (improvement: string): string => path('improvements', improvement);

/** Last week on one page. */
export const digestPath = (language: string, format: 'html' | 'pdf'): string => `/api/v1/digest?${new URLSearchParams({ language, format })}`;
