/** Files chosen for the next message: each goes up at once, and the message waits for all of them. */
import { Problem, type Attachment, type Rest } from '@hoolin/client';

export interface Upload {
  id: number;
  name: string;
  size: number;
  share: number;
  done: Attachment | null;
  code: string;
}

/** As in core/limits.py; said here at once, and checked there. */
export const BYTES_MAX = 10 * 1024 * 1024;
export const FILES_MAX = 5;

export class Uploads {
  #list = $state.raw<Upload[]>([]);
  #ids = 0;
  #rest: Rest;
  #interaction: string;

  constructor(rest: Rest, interaction: string) {
    this.#rest = rest;
    this.#interaction = interaction;
  }

  get list(): Upload[] {
    return this.#list;
  }
  get ready(): boolean {
    return this.#list.every(({ done }) => done);
  }
  get attachments(): Attachment[] {
    return this.#list.flatMap(({ done }) => done ?? []);
  }

  /** Gives the code of a refusal when there are more files than a message carries. */
  add(files: Iterable<File>): '' | 'too_many_files' {
    for (const file of files) {
      if (this.#list.length >= FILES_MAX) return 'too_many_files';
      void this.#upload(file);
    }
    return '';
  }

  /** Files of a message that was taken back: they lie at the server already. */
  restore(files: Attachment[]): void {
    const again = files.map((done): Upload => ({ id: (this.#ids += 1), name: done.name, size: done.size, share: 1, done, code: '' }));
    this.#list = [...again, ...this.#list];
  }

  remove(id: number): void {
    this.#list = this.#list.filter((upload) => upload.id !== id);
  }

  clear(): void {
    this.#list = [];
  }

  async #upload(file: File): Promise<void> {
    const id = (this.#ids += 1);
    const tooLarge = file.size > BYTES_MAX;
    const upload: Upload = { id, name: file.name, size: file.size, share: 0, done: null, code: tooLarge ? 'too_large' : '' };
    this.#list = [...this.#list, upload];
    if (tooLarge) return;
    try {
      const done = await this.#rest.attach(this.#interaction, file, (share) => this.#change(id, { share }));
      this.#change(id, { done: { ...done, name: done.name || file.name }, share: 1 });
    } catch (problem) {
      this.#change(id, { code: problem instanceof Problem ? problem.code : 'other' });
    }
  }

  #change(id: number, changes: Partial<Upload>): void {
    this.#list = this.#list.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload));
  }
}
