/** Calls that change something, or may. */
import { Problem, type Rest } from '@hoolin/client';

/** Whoever has logged in anew in another window has another token: it is asked for, and the call made once more. */
export async function ask<T>(rest: Rest, method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> {
  try {
    return await rest.ask<T>(method, path, body);
  } catch (problem) {
    if (!(problem instanceof Problem && problem.code === 'csrf')) throw problem;
    rest.csrf = (await rest.session()).csrf;
    return rest.ask<T>(method, path, body);
  }
}
