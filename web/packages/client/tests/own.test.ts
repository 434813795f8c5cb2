import { describe, expect, it } from 'vitest';
import { forgetOthers } from '../src/own.ts';

/** A device with these names kept on it. */
function device(...names: string[]): Storage {
  const kept = new Map(names.map((name) => [name, 'x']));
  return {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    clear: () => kept.clear(),
  };
}
const names = (storage: Storage): string[] => Array.from({ length: storage.length }, (_, at) => storage.key(at)!);

const OF_ANN = ['hoolin.coaching.a1.prepare.k1', 'hoolin.coaching.a1.diary', 'hoolin.coaching.a1.view.k1', 'hoolin.played.a1.outage'];
const OF_ALL = ['hoolin.theme', 'hoolin.improving.a1.new', 'hoolin.drill.write.outage.a1'];

describe('What somebody writes for themselves alone', () => {
  it('is gone from the device when they leave, and nothing else is', () => {
    const storage = device(...OF_ANN, ...OF_ALL);
    forgetOthers(storage, null);
    expect(names(storage)).toEqual(OF_ALL);
  });
  it('stays for whoever is here, and is gone when it is somebody else, however alike their names are', () => {
    const storage = device(...OF_ANN, ...OF_ALL);
    forgetOthers(storage, 'a1');
    expect(names(storage)).toEqual([...OF_ANN, ...OF_ALL]);
    forgetOthers(storage, 'a');
    expect(names(storage)).toEqual(OF_ALL);
  });
  it('troubles nobody on a device that keeps nothing', () => {
    const none = { get length(): number { throw new Error('no'); }, key: () => null, removeItem: () => {} };
    expect(() => forgetOthers(none, null)).not.toThrow();
  });
});
