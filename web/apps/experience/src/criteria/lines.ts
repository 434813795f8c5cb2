/** What differs between two versions of the register, in words. */
import { LANGUAGES, type Language } from '@hoolin/ui/i18n';
import type { Line } from '../keeping/lines.ts';
import { same, WITHIN } from '../keeping/merge.ts';
import { itemIn, keyOf, shareOf } from './register.ts';
import type { Criterion, Item, Part, Register } from './told.ts';

export type LineKey =
  | 'line_item_added' | 'line_item_removed' | 'line_name' | 'line_question' | 'line_sources' | 'line_scale' | 'line_fatal'
  | 'line_weight' | 'line_formula' | 'line_part_added' | 'line_part_removed' | 'line_part_weight' | 'line_part_target' | 'weight_share' | 'none_target' | 'yes' | 'no';

/** How things are called, and the page's own words. */
export interface Names {
  language: Language;
  criterion: (code: string) => string;
  source: (code: string) => string;
  scale: (code: string) => string;
  formula: (code: string) => string;
  target: (item: Item | undefined, target: number) => string;
  share: (share: number) => string;
  say: (key: LineKey, values?: Record<string, string>) => string;
}

export function lines(before: Register, after: Register, names: Names): Line[] {
  return [...criteria(before, after, names), ...items(before, after, names)];
}

function items(before: Register, after: Register, names: Names): Line[] {
  const { say, language } = names;
  const found: Line[] = [];
  for (const item of after.items) {
    const was = itemIn(before, item.code);
    if (was) found.push(...reworded(was, item, names));
    else found.push({ piece: `item/${item.code}`, text: say('line_item_added', { item: item.code }), is: `${item.name[language]}: ${item.question[language]}` });
  }
  for (const item of before.items)
    if (!itemIn(after, item.code)) found.push({ piece: `item/${item.code}`, text: say('line_item_removed', { item: item.code }), was: item.name[language] });
  return found;
}

function reworded(was: Item, is: Item, { say, source, scale, language }: Names): Line[] {
  const line = (key: LineKey, of: (one: Item) => string, within = '', more: Record<string, string> = {}): Line => ({
    piece: `item/${is.code}${WITHIN}${key.slice('line_'.length)}${within}`, text: say(key, { item: was.name[language] || is.code, ...more }), was: of(was), is: of(is),
  });
  return [
    ...LANGUAGES.map((one) => line('line_name', ({ name }) => name[one], WITHIN + one, { language: one.toUpperCase() })),
    ...LANGUAGES.map((one) => line('line_question', ({ question }) => question[one], WITHIN + one, { language: one.toUpperCase() })),
    line('line_sources', ({ sources }) => sources.map(source).join(', ')),
    line('line_scale', (one) => scale(one.scale)),
    line('line_fatal', ({ fatal }) => say(fatal ? 'yes' : 'no')),
  ].filter((one) => one.was !== one.is);
}

function criteria(before: Register, after: Register, names: Names): Line[] {
  const { say, criterion, formula, share } = names;
  return after.criteria.flatMap((is): Line[] => {
    const was = before.criteria.find(({ code }) => code === is.code);
    if (!was) return [];
    const weight = (register: Register, one: Criterion): string => {
      const of = shareOf(register, one.code);
      return of === null ? String(one.weight) : say('weight_share', { weight: String(one.weight), share: share(of) });
    };
    const name = criterion(is.code);
    return [
      ...(was.weight === is.weight ? [] : [{ piece: `weight/${is.code}`, text: say('line_weight', { criterion: name }), was: weight(before, was), is: weight(after, is) }]),
      ...(was.formula === is.formula ? [] : [{ piece: `formula/${is.code}`, text: say('line_formula', { criterion: name }), was: formula(was.formula), is: formula(is.formula) }]),
      ...parts(was, is, before, after, names),
    ];
  });
}

function parts(was: Criterion, is: Criterion, before: Register, after: Register, { say, criterion, source, target, language }: Names): Line[] {
  const item = (part: Part): Item | undefined => itemIn(after, part.item) ?? itemIn(before, part.item);
  const line = (key: LineKey, part: Part, more: Partial<Line> = {}, field = ''): Line => ({
    piece: `part/${is.code}/${keyOf(part)}${field && WITHIN + field}`,
    text: say(key, { criterion: criterion(is.code), item: item(part)?.name[language] || part.item, source: source(part.source), weight: String(part.weight) }),
    ...more,
  });
  const aim = (part: Part): string => (part.target === null ? say('none_target') : target(item(part), part.target));
  const old = (part: Part): Part | undefined => was.parts.find((one) => keyOf(one) === keyOf(part));
  return [
    ...is.parts.flatMap((part) => {
      const one = old(part);
      if (!one) return [line('line_part_added', part)];
      if (same(one, part)) return [];
      return [
        ...(one.weight === part.weight ? [] : [line('line_part_weight', part, { was: String(one.weight), is: String(part.weight) }, 'weight')]),
        ...(one.target === part.target ? [] : [line('line_part_target', part, { was: aim(one), is: aim(part) }, 'target')]),
      ];
    }),
    ...was.parts.filter((part) => !is.parts.some((one) => keyOf(one) === keyOf(part))).map((part) => line('line_part_removed', part)),
  ];
}
