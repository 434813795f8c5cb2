/** The items of the register, by their code. */
import type { Rest } from '@hoolin/client';
import type { Items, ItemWords } from '../shell/judged.ts';

export async function askItems(rest: Rest): Promise<Items> {
  const told = await rest.ask<{ in_force: { register: { items: (ItemWords & { code: string })[] } } }>('GET', '/experience/register');
  return Object.fromEntries(told.in_force.register.items.map((item) => [item.code, item]));
}
