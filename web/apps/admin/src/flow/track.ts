/** Undo and redo. What is typed into one field in one go is one step. */
export interface Track<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** Of the last step: another one with the same mark is part of it. */
  readonly mark: string;
}

const STEPS_MAX = 200;

export const begun = <T>(now: T): Track<T> => ({ past: [], now, future: [], mark: '' });

export function stepped<T>(track: Track<T>, now: T, mark = ''): Track<T> {
  if (now === track.now) return track;
  const past = mark && mark === track.mark ? track.past : [...track.past, track.now].slice(-STEPS_MAX);
  return { past, now, future: [], mark };
}

export function undone<T>(track: Track<T>): Track<T> {
  const now = track.past.at(-1);
  return now === undefined ? track : { past: track.past.slice(0, -1), now, future: [track.now, ...track.future], mark: '' };
}

export function redone<T>(track: Track<T>): Track<T> {
  const [now, ...future] = track.future;
  return now === undefined ? track : { past: [...track.past, track.now], now, future, mark: '' };
}
