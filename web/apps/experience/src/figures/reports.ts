/** Files to keep: the signed report of a month, and the figures of a period. */
import { Problem } from '@hoolin/client';

export const FORMS = ['html', 'pdf', 'json'] as const;
export const FILES = ['csv', 'json', 'parquet'] as const;
export type Form = (typeof FORMS)[number];
export type FileForm = (typeof FILES)[number];

/** How many months back one may choose from; older ones are to be had by the command line. */
const MONTHS = 36;

/** `2026-11`, `2026-10`, … from the month that it is, the newest first. */
export function months(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const at = new Date(now.getFullYear(), now.getMonth() - back, 1);
    return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
  });
}

/** `October 2026`, in a language. */
export function monthName(month: string, language: string): string {
  const [year, number] = month.split('-').map(Number);
  const written = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(new Date(year!, number! - 1, 1));
  return written.charAt(0).toUpperCase() + written.slice(1);
}

export const reportPath = (month: string, language: string, form: Form): string =>
  `/api/v1/experience/report?${new URLSearchParams({ month, language, form })}`;

export const filePath = (begin: number, end: number, form: FileForm): string => `/api/v1/experience/export?begin=${begin}&end=${end}&form=${form}`;

/** Fetches a file and gives its name and its bytes as they came. Throws a `Problem`, so that a refusal can be told in words. */
export async function fetched(path: string, fetching: typeof fetch = (...given) => fetch(...given)): Promise<{ name: string; body: Blob }> {
  const answer = await fetching(path, { credentials: 'same-origin' }).catch(() => {
    throw new Problem('offline', 0);
  });
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    throw new Problem(String(told['code'] ?? 'other'), answer.status, told);
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'hoolin';
  return { name, body: await answer.blob() };
}

/** Has the browser keep a file. */
export function keep({ name, body }: { name: string; body: Blob }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
