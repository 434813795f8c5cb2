/** What differs between two versions of the tree, in words. */
import type { Language } from '@hoolin/ui/i18n';
import type { Line } from '../../keeping/lines.ts';
import { same, WITHIN } from '../../keeping/merge.ts';
import type { Reason, Share } from '../told.ts';
import { reasonIn, type Plan } from './plan.ts';

export type LineKey =
  | 'line_added' | 'line_removed' | 'line_name' | 'line_about' | 'line_parent' | 'line_examples' | 'line_for_customer' | 'line_for_company' | 'line_order' | 'line_went'
  | 'top' | 'grid_yes' | 'grid_no' | 'grid_unsaid';

/** How things are called, and the page's own words. */
export interface Names {
  languages: readonly Language[];
  language: Language;
  called: (code: string) => string;
  share: (share: number) => string;
  say: (key: LineKey, values?: Record<string, string | number>) => string;
}

export function lines(before: Plan, after: Plan, names: Names): Line[] {
  return [
    ...after.reasons.flatMap((one) => changed(reasonIn(before, one.code), one, before, after, names)),
    ...before.reasons.filter(({ code }) => !reasonIn(after, code)).map(({ code, name }) => ({ piece: `reason/${code}`, text: names.say('line_removed'), was: name[names.language] || code })),
    ...order(before, after, names),
    ...after.crosswalk.map(({ code, to }) => ({ piece: `went/${code}`, text: names.say('line_went', { reason: called(code, before, after, names) }), is: said(to, before, after, names) })),
  ];
}

const called = (code: string | null, before: Plan, after: Plan, { language, called: known, say }: Names): string =>
  code === null ? say('top') : (reasonIn(after, code) ?? reasonIn(before, code))?.name[language] || known(code);

const said = (to: readonly Share[], before: Plan, after: Plan, names: Names): string =>
  to.map(({ code, share }) => (share === 1 ? called(code, before, after, names) : `${called(code, before, after, names)} ${names.share(share)}`)).join(', ');

function changed(was: Reason | undefined, is: Reason, before: Plan, after: Plan, names: Names): Line[] {
  const { say, language } = names;
  const reason = (was ?? is).name[language] || is.code;
  if (!was) return [{ piece: `reason/${is.code}`, text: say('line_added', { parent: called(is.parent, before, after, names) }), is: reason }];
  const worth = (value: boolean | null): string => say(value === null ? 'grid_unsaid' : value ? 'grid_yes' : 'grid_no');
  const line = (key: LineKey, field: string, of: (one: Reason) => string, more: Record<string, string> = {}): Line => ({
    piece: `reason/${is.code}${WITHIN}${field}`, text: say(key, { reason, ...more }), was: of(was), is: of(is),
  });
  return [
    ...names.languages.map((one) => line('line_name', `name${WITHIN}${one}`, ({ name }) => name[one], { language: one.toUpperCase() })),
    ...names.languages.map((one) => line('line_about', `about${WITHIN}${one}`, ({ about }) => about[one], { language: one.toUpperCase() })),
    line('line_parent', 'parent', ({ parent }) => called(parent, before, after, names)),
    line('line_examples', 'examples', ({ examples }) => examples.join(' · ')),
    line('line_for_customer', 'for_customer', ({ for_customer }) => worth(for_customer)),
    line('line_for_company', 'for_company', ({ for_company }) => worth(for_company)),
  ].filter((one) => one.was !== one.is);
}

/** Told once, of those that stay: who moved past whom is seen in the tree itself. */
function order(before: Plan, after: Plan, { say }: Names): Line[] {
  const staying = (one: Plan, other: Plan): string[] => one.reasons.filter(({ code, parent }) => reasonIn(other, code)?.parent === parent).map(({ parent, code }) => `${parent ?? ''}/${code}`);
  const beneath = (codes: string[]): string[] => codes.toSorted((one, other) => one.split('/')[0]!.localeCompare(other.split('/')[0]!));
  return same(beneath(staying(before, after)), beneath(staying(after, before))) ? [] : [{ piece: 'order', text: say('line_order') }];
}
