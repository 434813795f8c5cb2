/**
 * When a figure is worth a second look. Everything is calm until a threshold breaks; a share breaks it for sure only when
 * its whole interval lies beyond the target. A word says what the shape and the colour say.
 */
import type { Board, Measure, QueueBoard } from '@hoolin/client';

export type Tone = 'calm' | 'warn' | 'late';
export type Reason =
  | 'below_maybe' | 'below' | 'above_maybe' | 'above' | 'over' | 'over_twice' | 'nobody' | 'none_free'
  | 'broken' | 'unowned'; // prettier-ignore

export interface Verdict {
  readonly tone: Tone;
  readonly reason: Reason | null;
}

export const CALM: Verdict = { tone: 'calm', reason: null };
const warn = (reason: Reason): Verdict => ({ tone: 'warn', reason });
const late = (reason: Reason): Verdict => ({ tone: 'late', reason });

/** A share that should reach its target, as the service level should. */
export function atLeast({ value, high, target }: Measure): Verdict {
  if (value === null || value >= target) return CALM;
  return high !== null && high < target ? late('below') : warn('below_maybe');
}

/** A share that should stay under its target, as abandonment should. */
export function atMost({ value, low, target }: Measure): Verdict {
  if (value === null || value <= target) return CALM;
  return low !== null && low > target ? late('above') : warn('above_maybe');
}

/** A time that should stay under its target: late from twice the target. */
export function within(ms: number | null, targetMs: number | undefined): Verdict {
  if (ms === null || targetMs === undefined || ms <= targetMs) return CALM;
  return ms > 2 * targetMs ? late('over_twice') : warn('over');
}

/** Whether anybody is there for those who wait. */
export function staffed(waiting: number, online: number): Verdict {
  return waiting > 0 && online === 0 ? late('nobody') : CALM;
}

export function free(board: Board): number {
  return Math.max(0, board.agents.online - board.agents.busy);
}

export function freePeople(board: Board): Verdict {
  const nobody = staffed(board.waiting, board.agents.online);
  if (nobody !== CALM) return nobody;
  return board.waiting > 0 && free(board) === 0 ? warn('none_free') : CALM;
}

/** What was promised and not kept in time is late; what nobody answers for is worth a look. */
export function promised({ overdue, unowned }: Board['promises']): Verdict {
  if (overdue > 0) return late('broken');
  return unowned > 0 ? warn('unowned') : CALM;
}

const WEIGHT: Readonly<Record<Tone, number>> = { calm: 0, warn: 1, late: 2 };

/** The worst of several; the first of equals. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((most, one) => (WEIGHT[one.tone] > WEIGHT[most.tone] ? one : most), CALM);
}

export interface QueueVerdicts {
  readonly waiting: Verdict;
  readonly wait: Verdict;
  readonly level: Verdict;
  readonly asa: Verdict;
  readonly abandonment: Verdict;
}

export function judgeQueue(queue: QueueBoard, targetMs: number | undefined): QueueVerdicts {
  return {
    waiting: staffed(queue.waiting, queue.online),
    wait: within(queue.longest_wait_ms, targetMs),
    level: atLeast(queue.service_level),
    asa: within(queue.asa_ms, targetMs),
    abandonment: atMost(queue.abandonment),
  };
}

/** The target that all queues share, or undefined where they differ. */
export function commonTarget(queues: readonly QueueBoard[], targets: ReadonlyMap<string, number>): number | undefined {
  const known = new Set(queues.map(({ queue }) => targets.get(queue)));
  return known.size === 1 ? [...known][0] : undefined;
}
