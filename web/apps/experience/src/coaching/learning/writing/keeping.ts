/** A lesson or a path as it is being written: kept on this device until it is published, and never written over what a colleague has published meanwhile. */
import { Problem } from '@hoolin/client';
import { Draft } from '../../../keeping/draft.ts';
import { Keeper, type Saved, type Source } from '../../../keeping/keeper.svelte.ts';
import type { Ask } from '../ask.ts';
import { draftName } from '../room.ts';
import type { Fault, Thing, ThingKind } from '../told.ts';
import { taken } from './carried.ts';
import { form } from './made.ts';

export interface Entry<T extends Thing> {
  kind: ThingKind;
  code: string;
  account: string;
  fresh: (code: string) => T;
  sound: (value: T) => boolean;
}

const isNotThere = (found: unknown): boolean => found instanceof Problem && found.status === 404;

export function keeperOf<T extends Thing>(ask: Ask, { kind, code, account, fresh, sound }: Entry<T>): Keeper<T, Fault> {
  let published = '';
  const source: Source<T, Fault> = {
    async load() {
      const which = published || code;
      if (!which) return { version: 0, value: fresh('') };
      try {
        const { number, thing } = await ask.one<T>(kind, which);
        return { version: number, value: thing };
      } catch (found) {
        if (!isNotThere(found)) throw found;
        return { version: 0, value: fresh(which) };
      }
    },
    form,
    check: (value) => ask.check(kind, value),
    async save(value, based_on, why) {
      await ask.publish(kind, value, based_on, why);
      published = 'path' in value ? value.path : value.lesson;
    },
    faults: ({ code: refused, body }) => (refused === kind ? (body['faults'] as Fault[]) : null),
    moved: `${kind}_moved_on`,
  };
  const draft = new Draft<Saved<T>>(localStorage, draftName(account, `${kind}.${code}`), ({ value, base }) => sound(value) && sound(base));
  return new Keeper(source, draft);
}

/** Opens it; what was read of a file, or comes with Hoolin and was not taken up, stands there to be looked at. */
export async function open<T extends Thing>(keeper: Keeper<T, Fault>, ask: Ask, kind: ThingKind, code: string): Promise<void> {
  await keeper.open();
  const file = code ? (taken(kind, code) as T | null) : null;
  if (file) return keeper.change(file);
  if (!code || keeper.version || keeper.dirty) return;
  const ready = await ask.ready<T>(kind, code).catch(() => null);
  if (ready) keeper.change(ready);
}
