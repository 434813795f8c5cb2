/** What the server tells of drills (docs/how-to/write-a-drill.md). */
import type { Language } from '@hoolin/ui/i18n';

export type Said = Record<Language, string>;
export type Lines = Record<Language, string[]>;
export type Kind = 'good' | 'middling' | 'bad';
export type Step = 'listen' | 'understand' | 'solve' | 'next' | 'promise';

export interface Short {
  code: string;
  number: number;
  title: Said;
  about: Said;
  channel: 'chat' | 'voice';
  minutes: number;
  step: Step;
  criteria: string[];
}
export interface Listed extends Short {
  /** How often one has played it, and how it ended the last time. */
  played: number;
  last: Kind | null;
}
export interface List {
  drills: Listed[];
  retired: Short[];
  may_keep: boolean;
  languages: Language[];
  /** By item of the register, its name. */
  items: Record<string, Said>;
}

export interface Turn {
  text: string;
  meant?: string[];
}
export interface Move {
  move: string;
  text: string;
  meant: boolean;
}
export interface Answer {
  text: string;
  meant: string[];
  says: string[];
  understood: Move[];
}
export interface Mark {
  item: string;
  mark: 0 | 1;
  why: string;
  turn: number | null;
  text: string;
  better: Said | null;
}
export interface End {
  ending: string;
  kind: Kind;
  leaves: boolean;
  about: Said;
  need: Said;
  moods: number[];
  found: boolean;
  marks: Mark[];
  score: number;
  try: string | null;
}
/** What was said in one answer, as the server told it: it is brought back as it came. lines: in a model's words; null: as written. */
export interface Sealed {
  lines: (string | null)[];
  model: string;
  seal: string;
}
export interface Conversation {
  title: Said;
  situation: Said;
  card: { name: Said; value: Said }[];
  channel: 'chat' | 'voice';
  /** The customer's language. */
  speaks: Language;
  opening: string[];
  turns: Answer[];
  left: number;
  end: End | null;
  /** The opening first; of a play only that is under way. */
  said?: Sealed[];
  /** By answer and line, the opening first: whether a model put it into words. */
  phrased?: boolean[][];
  /** The models that did. */
  models?: string[];
}

export interface PlayRow {
  play: string;
  agent?: string;
  drill: string;
  number: number;
  language: Language;
  turns: number;
  ending: string;
  kind: Kind;
  at: number;
  shared?: boolean;
  title: Said;
  marks: Record<string, 0 | 1>;
}
/** readers: of one's own: who reads it where it is shared, by name. */
export interface OnePlay extends PlayRow {
  readers?: string[];
  gone: boolean;
  written: string[];
  conversation: Conversation | null;
}

export interface Fault {
  place: string;
  why: string;
  said: string;
}
export interface Checked {
  faults: Fault[];
  states: number;
  ways: Record<string, [string, string][]>;
}
export interface Missed {
  number: number;
  language: Language;
  text: string;
  meant: string[];
}
export interface Known {
  code: string;
  said: Lines;
  asked: Lines;
  told: boolean;
  hidden: boolean;
  mood_min: number;
  holds_back: Lines;
}
export interface Ending {
  code: string;
  kind: Kind;
  said: Lines;
  about: Said;
  leaves: boolean;
  mood_min: number;
  needs: string[];
  told: string[];
  never: string[];
}
/** A drill as its writer has it. */
export interface Drill {
  code: string;
  title: Said;
  about: Said;
  situation: Said;
  need: Said;
  opening: Lines;
  endings: Ending[];
  channel: 'chat' | 'voice';
  minutes: number;
  step: Step;
  criteria: string[];
  reasons: string[];
  speaks: Partial<Record<Language, Language>>;
  mood: number;
  moods: Record<string, [number, number]>;
  identify: boolean;
  card: { name: Said; value: Said }[];
  knows: Known[];
  hears: Record<string, Lines>;
  concrete: Lines;
  answers: Record<string, { said: Lines; low: Lines }>;
  better: Record<string, Said>;
}
export interface Whole {
  number: number;
  retired: boolean;
  shipped: boolean;
  drill: Drill;
}
