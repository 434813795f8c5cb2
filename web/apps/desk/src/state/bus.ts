/** Who wants to know hears of it at once, in the order they asked. One map names every event and what it carries. */
import type { Answer, Command, CompanyFrame, Connection, Desk, FactFrame, PhoneFrame } from '@hoolin/client';

export interface DeskEvents {
  desk: Desk;
  fact: FactFrame;
  snapshot: Desk;
  typing: { interaction: string; on: boolean };
  company: CompanyFrame;
  answered: { key: string; command: Command; answer: Answer };
  connection: Connection;
  phone: PhoneFrame;
}

type Listener<T> = (value: T) => void;

export class Bus<Events extends object> {
  #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Events[Name]>)(value);
  }
}
