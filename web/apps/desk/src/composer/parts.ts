/** How many SMS a text takes, counted while it is written, by the very rules that cut it (`channels/sms/parts.py`): the same
vectors are run here and there. What the alphabet of GSM lacks halves the room; some of it can be written plainly. */
import { PLAIN } from './plain.ts';

export interface Counted {
  encoding: 'gsm7' | 'ucs2';
  parts: number;
  left: number;
}

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const DOUBLE = '\f^{}\\[~]|€';
const COST = new Map([...[...BASIC].map((one): [string, number] => [one, 1]), ...[...DOUBLE].map((one): [string, number] => [one, 2])]);
const WHOLE = { gsm7: 160, ucs2: 70 };
const PART = { gsm7: 153, ucs2: 67 }; // each part of several has a header

const tidy = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').normalize('NFC').replace(/\p{Surrogate}/gu, '\ufffd');

/** The text with plain letters, and which were changed; as it was when it would not fit the alphabet all the same. */
export function plainly(text: string): { text: string; changed: string[] } {
  const changed = [...new Set(tidy(text))].filter((one) => !COST.has(one));
  if (changed.some((one) => [...(PLAIN[one] ?? one)].some((instead) => !COST.has(instead)))) return { text, changed: [] };
  return { text: [...tidy(text)].map((one) => (COST.has(one) ? one : PLAIN[one])).join(''), changed };
}

/** What whoever writes is told. sentPlain: letters that go out as plain ones by themselves. cheaper: what would take fewer SMS, if they
wrote it so. */
export interface Costs {
  counted: Counted;
  sentPlain: string[];
  cheaper: { text: string; letters: string[]; parts: number } | null;
}

export function costs(text: string, transliterates: boolean): Costs {
  const counted = parts(text, transliterates);
  const { text: plain, changed: letters } = plainly(text);
  if (transliterates) return { counted, sentPlain: letters, cheaper: null };
  const count = letters.length ? parts(plain).parts : counted.parts;
  return { counted, sentPlain: [], cheaper: count < counted.parts ? { text: plain, letters, parts: count } : null };
}

export function parts(text: string, transliterate = false): Counted {
  const letters = [...(transliterate ? tidy(plainly(text).text) : tidy(text))];
  const gsm = letters.every((one) => COST.has(one));
  const encoding = gsm ? 'gsm7' : 'ucs2';
  const costs = letters.map((one) => (gsm ? COST.get(one)! : one.length));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total <= WHOLE[encoding]) return { encoding, parts: total ? 1 : 0, left: WHOLE[encoding] - total };
  let [count, used] = [1, 0];
  for (const cost of costs) {
    if (used + cost > PART[encoding]) [count, used] = [count + 1, 0];
    used += cost;
  }
  return { encoding, parts: count, left: PART[encoding] - used };
}
