/** Proposals that were begun on this device and not sent yet, wherever they were begun from. */
import { Draft } from '../../keeping/draft.ts';
import type { Saved } from '../../keeping/keeper.svelte.ts';
import { draftName } from '../room.ts';
import type { ImprovementTold } from '../told.ts';
import { isImprovement } from './made.ts';

export interface Begun {
  readonly title: string;
  /** What comes after the address of a new one. */
  readonly from: string;
}

/** Under which name a new one is kept: one for each cause and each reason that it may be for. */
export const newDraft = (cause: string, reason: string): string => `new.${cause ? `/${encodeURIComponent(cause)}` : reason ? `?${new URLSearchParams({ reason })}` : ''}`;

export function begun(storage: Storage, account: string): readonly Begun[] {
  const head = draftName(account, 'new.');
  try {
    const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').filter((name) => name.startsWith(head)).sort();
    return names.flatMap((name) => {
      const kept = new Draft<Saved<ImprovementTold>>(storage, name, ({ value }) => isImprovement(value)).get();
      return kept ? [{ title: kept.value.title.trim() || '…', from: name.slice(head.length) }] : [];
    });
  } catch {
    return []; // a device that keeps nothing
  }
}
