/** What somebody writes for themselves alone, and has not sent, lies on this device only as long as they are logged in here: others use it too. */
const OWN = ['hoolin.coaching.', 'hoolin.played.'];

type Kept = Pick<Storage, 'key' | 'length' | 'removeItem'>;

/** account: who is here now, whose own stays; null: nobody is. */
export function forgetOthers(storage: Kept, account: string | null): void {
  try {
    const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    for (const name of names) {
      const own = OWN.find((begin) => name.startsWith(begin));
      if (own && !(account && name.startsWith(`${own}${account}.`))) storage.removeItem(name);
    }
  } catch {
    // A device that keeps nothing has nothing to forget.
  }
}
