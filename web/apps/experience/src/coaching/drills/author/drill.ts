/** A drill as it is written: what a new one begins with, and its parts by name. */
import { LANGUAGES } from '@hoolin/ui/i18n';
import type { Line } from '../../../keeping/lines.ts';
import { same, type Pieces } from '../../../keeping/merge.ts';
import type { Drill, Ending, Fault, Kind, Lines, Said } from '../told.ts';

export const noWords = (): Said => ({ et: '', ru: '', en: '' });
export const noLines = (): Lines => ({ et: [], ru: [], en: [] });

/** Moves that every drill says for itself how they are recognised. */
export const HEARD = ['name_back', 'care', 'explain', 'terms', 'solve', 'wrong', 'breach'] as const;
/** Moves to which a customer has words of their own. */
export const ANSWERED = ['name_back', 'care', 'explain', 'terms', 'solve', 'wrong', 'sorry', 'next', 'jargon', 'blame', 'hurry', 'patience', 'wait', 'unknown'] as const;
export const NEEDED = ['name_back', 'care', 'explain', 'terms', 'solve', 'next', 'switch', 'patience', 'wrong', 'breach', 'blame', 'handoff', 'promise'] as const;
export const BETTER = ['heard.named_back', 'heard.empathy', 'heard.clarified', 'resolution.right', 'clarity.terms_stated', 'resolution.next_step'] as const;

const ending = (code: string, kind: Kind, more: Partial<Ending> = {}): Ending => ({
  code, kind, said: noLines(), about: noWords(), leaves: false, mood_min: -4, needs: [], told: [], never: [], ...more,
});

export const blank = (): Drill => ({
  code: '', title: noWords(), about: noWords(), situation: noWords(), need: noWords(), opening: noLines(), channel: 'chat', minutes: 5, step: 'listen', criteria: [], reasons: [], speaks: {}, mood: -1,
  moods: {}, identify: false, card: [], concrete: noLines(), answers: {},
  knows: [{ code: 'need', said: noLines(), asked: noLines(), told: false, hidden: true, mood_min: 0, holds_back: noLines() }],
  hears: { name_back: noLines(), care: noLines(), solve: noLines() },
  better: {},
  endings: [
    ending('good', 'good', { mood_min: 1, needs: ['solve', 'next'], told: ['need'] }),
    ending('middling', 'middling', { needs: ['solve'] }),
    ending('bad', 'bad'),
    ending('left', 'bad', { leaves: true }),
  ],
});

export const whole = (drill: Drill): boolean =>
  typeof drill?.code === 'string' && Array.isArray(drill.endings) && Array.isArray(drill.knows) && LANGUAGES.every((one) => typeof drill.title?.[one] === 'string' && Array.isArray(drill.opening?.[one]));

/** What nobody needs to ask the server about. */
export const form = (drill: Drill): Fault[] => (/^[a-z][a-z0-9_]{1,40}$/.test(drill.code) ? [] : [{ place: 'code', why: 'no_code', said: '' }]);

export const apart = (drill: Drill): Pieces => new Map(Object.entries(drill));
export const together = (pieces: Pieces): Drill => Object.fromEntries(pieces) as unknown as Drill;

/** Which parts differ, each by its name. */
export const lines = (before: Drill, after: Drill, named: (piece: string) => string): Line[] =>
  Object.keys(after)
    .filter((piece) => !same(before[piece as keyof Drill], after[piece as keyof Drill]))
    .map((piece) => ({ piece, text: named(piece), ...told(before, after, piece as keyof Drill) }));

function told(before: Drill, after: Drill, piece: keyof Drill): { was?: string; is?: string } {
  const short = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  const texts = (value: unknown): [string, string][] => (value && typeof value === 'object' ? Object.entries(value).filter((one): one is [string, string] => typeof one[1] === 'string') : []);
  const was = short(before[piece]) || changed(texts(before[piece]), texts(after[piece]));
  const is = short(after[piece]) || changed(texts(after[piece]), texts(before[piece]));
  return { ...(was && { was }), ...(is && { is }) };
}
const changed = (mine: [string, string][], other: [string, string][]): string =>
  mine.filter(([key, text]) => text && other.find(([one]) => one === key)?.[1] !== text).map(([, text]) => text).join(' / ');

/** Those about a place, or about something within it. */
export const at = (faults: readonly Fault[], place: string): Fault[] => faults.filter((fault) => fault.place === place || fault.place.startsWith(`${place}.`));
