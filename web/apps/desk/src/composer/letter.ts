/** What stands above a letter: the subject of an answer, and whom a copy may go to. */

/** What mail programs put before a subject when they answer or hand on, in the languages that customers write in. */
const ANSWERING = /^\s*(?:(?:re|vs|ad|aw|sv|antw|fw|fwd|wg|отв|ответ|пер|ha)\s*(?:\[\d+\])?\s*:\s*)+/iu;

/** `Arve` → `Re: Arve`, `RE: VS: Arve` → `Re: Arve`; nothing stays nothing. */
export function answerTo(subject: string): string {
  const plain = subject.replace(ANSWERING, '').trim();
  return plain && `Re: ${plain}`;
}

const ADDRESS = /^[^\s@<>(),;:"[\]\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;

export const isAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);

/** Addresses as people paste them: `Mari <mari@example.ee>, jaan@example.ee`. `rest` is what is none. */
export function addresses(text: string): { found: string[]; rest: string } {
  const pieces = text.split(/[,;\n]+|\s+(?=[^\s<]+@)/).map((piece) => (/<([^>]+)>/.exec(piece)?.[1] ?? piece).trim());
  const [found, rest] = [pieces.filter(isAddress), pieces.filter((piece) => piece && !isAddress(piece))];
  return { found, rest: rest.join(', ') };
}
