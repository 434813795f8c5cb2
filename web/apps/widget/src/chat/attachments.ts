/** Files, both ways. The token travels in a header and never in an address, where logs would keep it. */

import type { Attachment, Language } from './frames.ts';

/** The server's own limits; asking for them first would cost a request to say what never changes. */
export const BYTES_MAX = 10 * 1024 * 1024;
export const FILES_MAX = 5;

export interface Upload {
  readonly done: Promise<Attachment>;
  stop(): void;
}

/** Brings a file to the server; `progress` is told whole percents. Not `fetch`, which cannot tell how far it is. */
export function upload(base: string, token: string, file: File, progress: (percent: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    request.open('POST', `${base}api/v1/chat/attachments`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.responseType = 'json';
    request.upload.onprogress = (event) => progress(Math.floor((event.loaded / event.total) * 100));
    request.onload = () =>
      request.status < 300 ? resolve(request.response as Attachment) : reject(new Error('refused'));
    request.onerror = request.onabort = () => reject(new Error('cut'));
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}

/** Hands a file to the customer as a download; nothing of it is ever shown inside somebody else's page. */
export async function fetchFile(base: string, token: string, file: Attachment): Promise<void> {
  const response = await fetch(`${base}api/v1/chat/attachments/${file.blob}`, {
    headers: { Authorization: `Bearer ${token}` },
    credentials: 'omit',
  });
  if (!response.ok) throw new Error('refused');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** "120 kB", as the language writes it. */
export function sizeOf(bytes: number, language: Language): string {
  const [size, unit] = bytes < 1_000_000 ? [Math.ceil(bytes / 1_000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return size.toLocaleString(language, { style: 'unit', unit, maximumFractionDigits: 1 });
}
