/** Where somebody came from, as the address says it, and the way back there. An address is written by anybody: only places of these pages are led back to. */
import { path } from '../../state/place.svelte.ts';

export type Way = 'growth' | 'growth_of' | 'learning' | 'sessions' | 'diary' | 'effects';
export interface From {
  readonly from: string;
  readonly mark: string;
  readonly way: Way;
  /** The address back, with what is looked for there. */
  readonly back: string;
}

const STEP = /^\w[\w.-]{0,63}$/;
const WAYS: readonly (readonly [RegExp, Way])[] = [
  [/^growth$/, 'growth'], [/^growth\/agent\/[^/]+$/, 'growth_of'], [/^learning$/, 'learning'], [/^sessions\/diary$/, 'diary'], [/^sessions\/[^/]+$/, 'sessions'],
  [/^effects\/[^/]+$/, 'effects'],
];

export function comesFrom(search: string): From | null {
  const asked = new URLSearchParams(search);
  const from = asked.get('from') ?? '';
  const mark = STEP.test(asked.get('at') ?? '') ? asked.get('at')! : '';
  const steps = from.split('/');
  const way = WAYS.find(([pattern]) => pattern.test(from))?.[1];
  if (!way || !steps.every((step) => STEP.test(step))) return null;
  return { from, mark, way, back: path('coaching', ...steps) + (mark && `?${new URLSearchParams({ at: mark })}`) };
}

/** For what is looked for by whoever comes back: it has the focus, once. */
export function soughtHere(mark: string) {
  return (node: HTMLElement): void => {
    const asked = new URLSearchParams(location.search);
    if (asked.get('at') !== mark || asked.has('from')) return;
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: 'center' });
    asked.delete('at');
    history.replaceState(null, '', location.pathname + (asked.size ? `?${asked}` : ''));
  };
}
