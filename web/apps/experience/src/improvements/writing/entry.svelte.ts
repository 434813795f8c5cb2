/** One cause or one improvement as it is being written: kept on this device, and never written over what a colleague has saved meanwhile. */
import { Problem } from '@hoolin/client';
import { Draft, type Storage } from '../../keeping/draft.ts';
import { Keeper, type Saved, type Source } from '../../keeping/keeper.svelte.ts';
import { same } from '../../keeping/merge.ts';
import { draftName } from '../room.ts';
import type { Fault } from './faults.ts';

export const MOVED = 'told_otherwise';

export interface Entry<T> {
  account: string;
  /** Under which name it is kept. */
  what: string;
  isNew: boolean;
  load: () => Promise<T>;
  save: (value: T) => Promise<void>;
  form: (value: T) => Fault[];
  faults: (problem: Problem) => Fault[] | null;
  sound: (value: T) => boolean;
}

/** The server tells no versions: they are counted here, one for each time that something else is there than was. */
export function keeperOf<T extends object>(storage: Storage, entry: Entry<T>): Keeper<T, Fault> {
  const draft = new Draft<Saved<T>>(storage, draftName(entry.account, entry.what), ({ value, base }) => entry.sound(value) && entry.sound(base));
  const kept = draft.get();
  let last = kept?.base;
  let version = kept?.version ?? 1;
  let sent: T | null = null;
  const source: Source<T, Fault> = {
    async load() {
      // What is new is nowhere yet but here.
      const value = entry.isNew && sent ? sent : await entry.load();
      if (last !== undefined && !same(value, last)) version += 1;
      last = value;
      return { version, value };
    },
    form: entry.form,
    check: () => Promise.resolve([]),
    async save(value, based_on) {
      const { version: there } = await source.load();
      if (there !== based_on) throw new Problem(MOVED, 409);
      await entry.save(value);
      last = sent = value;
      version += 1;
    },
    faults: entry.faults,
    moved: MOVED,
  };
  return new Keeper(source, draft);
}
