/** Whether somebody is on a path and has a step to do now: then that is where their day begins. */
import type { Rest } from '@hoolin/client';

interface Paths {
  readonly paths: readonly { readonly ended: string | null; readonly steps: readonly { readonly standing: string }[] }[];
}

export const isDue = ({ paths }: Paths): boolean => paths.some(({ ended, steps }) => ended === null && steps.some(({ standing }) => standing === 'today' || standing === 'left'));

export const hasStepDue = async (rest: Rest): Promise<boolean> => isDue(await rest.ask<Paths>('GET', '/learning'));
