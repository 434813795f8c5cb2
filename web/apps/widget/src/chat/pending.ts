/** The files beside the composer, as values: chosen, on their way, there, or in trouble. */

import type { Upload } from './attachments.ts';
import type { Attachment } from './frames.ts';

export interface Pending {
  readonly id: number;
  readonly file: File;
  readonly percent: number;
  readonly attachment: Attachment | null;
  readonly failed: boolean;
  readonly running: Upload | null;
}

export type Change = (to: (all: readonly Pending[]) => readonly Pending[]) => void;

/** Splits what was chosen into what fits and what is larger than a file may be. */
export function weigh(files: Iterable<File>, bytesMax: number): { fitting: File[]; tooBig: File[] } {
  const all = [...files];
  return { fitting: all.filter((file) => file.size <= bytesMax), tooBig: all.filter((file) => file.size > bytesMax) };
}
