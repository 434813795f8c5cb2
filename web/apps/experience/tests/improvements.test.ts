import { Problem } from '@hoolin/client';
import { translator, type Language, type Strings } from '@hoolin/ui/i18n';
import { describe, expect, it } from 'vitest';
import { merge } from '../src/keeping/merge.ts';
import { band, line, pictured, stepped, without } from '../src/improvements/picture.ts';
import { foretold, horizon, isNever, ofTen, seenAfter, shareOf } from '../src/improvements/plan.ts';
import { above, byStanding, counted, isIn, leaves, NOBODY, ownersIn, reasonsIn } from '../src/improvements/register.ts';
import type { Cause, Effect, Improvement, ImprovementTold, Picture, Plan, Short, Verdict } from '../src/improvements/told.ts';
import { avoided, between, certainty, changed, elsewhere, hours, left, percent, sentence } from '../src/improvements/verdict.ts';
import { begun, newDraft } from '../src/improvements/writing/begun.ts';
import { ofCause, ofImprovement, refused } from '../src/improvements/writing/faults.ts';
import { apart, lines, together } from '../src/improvements/writing/lines.ts';
import { causeOf, isCause, isImprovement, newCause, newImprovement, toldOf } from '../src/improvements/writing/made.ts';
import { isSaid, isWhole, trimmed, UNSAID } from '../src/improvements/one/said.ts';
import type { Says } from '../src/improvements/words.ts';
import en from '../src/improvements/texts/en.json';
import et from '../src/improvements/texts/et.json';
import ru from '../src/improvements/texts/ru.json';

const says = (language: Language): Says => ({ language, t: translator(language, { et, ru, en }[language] as Strings) });
/** Intl puts a narrow space where a reader sees a space. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const each = (how: (one: Says) => string): string[] => (['et', 'ru', 'en'] as const).map((one) => plain(how(says(one))));
const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  verdict: 'verified', ratio: 0.69, low: 0.58, high: 0.82, expected: 0.2, power: 0.93, detectable: 0.14, avoided: 240, avoided_low: 150, avoided_high: 330,
  hours: 28, net: 230, net_low: 120, net_high: 340, placebos: 7, ...more,
});
/** As a list has it; two months after it shipped, unless said otherwise. */
const over = (found: Verdict, days_after = 61): Short => ({ ...found, days_after });

describe('What came of it', () => {
  it('is a word and a number with its interval, and what a month gets back', () => {
    expect(each((one) => sentence(over(verdict()), one))).toEqual([
      'Kinnitatud: 31% vähem (18–42%), kuus jääb ära umbes 120 pöördumist ja 14 tundi tööd',
      'Подтверждено: на 31 % меньше (18–42 %), это около 120 обращений и 14 часов в месяц',
      'Verified: 31% fewer (18–42%), about 120 contacts and 14 hours a month given back',
    ]);
  });
  it('has the plurals that a language has', () => {
    expect(each((one) => sentence(over(verdict({ avoided: 42, hours: 2 })), one))).toEqual([
      'Kinnitatud: 31% vähem (18–42%), kuus jääb ära umbes 21 pöördumist ja 1 tund tööd',
      'Подтверждено: на 31 % меньше (18–42 %), это около 21 обращения и 1 часа в месяц',
      'Verified: 31% fewer (18–42%), about 21 contacts and 1 hour a month given back',
    ]);
    expect(each((one) => avoided(verdict({ avoided: 2 }), one))[1]).toBe('С начала изменения не понадобилось 2 обращения (150–330)');
    expect(each((one) => avoided(verdict({ avoided: 5 }), one))[1]).toBe('С начала изменения не понадобилось 5 обращений (150–330)');
  });
  it('says no hours where nobody knows them, and no month before there is one', () => {
    expect(sentence(over(verdict({ hours: null })), says('en'))).toBe('Verified: 31% fewer (18–42%), about 120 contacts a month given back');
    expect(sentence(over(verdict(), 0), says('en'))).toBe('Verified: 31% fewer (18–42%)');
    expect(hours(verdict({ hours: null }), says('en'))).toBe('');
  });
  it('is more where there are more, and no more than can be said where nothing was seen', () => {
    const harm = verdict({ verdict: 'harmful', ratio: 1.24, low: 1.08, high: 1.41, avoided: -80, avoided_low: -137, avoided_high: -27, hours: -9, net: -80, net_low: -140, net_high: -20 });
    expect(each((one) => sentence(over(harm), one))).toEqual(['Kahjustas: 24% rohkem (8–41%)', 'Навредило: на 24 % больше (8–41 %)', 'Harmful: 24% more (8–41%)']);
    expect(avoided(harm, says('en'))).toBe('Since then 80 contacts more came (27–137)');
    expect(hours(harm, says('en'))).toBe('That is 9 hours of work more (3–15)');
    expect(left(harm, says('en'))).toBe('With all that counted, 80 contacts more came (20–140).');
    expect(changed(harm, says('en'))).toBe('Change in these contacts: 24% more, probably 8–41%');
    const none = verdict({ verdict: 'not_detected', ratio: 0.98, low: 0.9, high: 1.07 });
    expect(sentence(over(none), says('en'))).toBe('No difference seen; a drop of 20% would have been (93% likely)');
    expect(changed(none, says('en'))).toBe('Change in these contacts: 2% fewer, probably -7% to 10%');
    expect(each((one) => sentence(over(verdict({ verdict: 'underpowered', power: 0.4 })), one))[2]).toContain('(40% likely to be seen)');
    expect(each((one) => sentence(over(verdict({ verdict: 'moved' })), one))[0]).toMatch(/^Läks mujale: siin 31% vähem \(18–42%\)/);
  });
  it('says how sure that is, and what rose elsewhere', () => {
    const effect = { verdict: verdict({ placebos: 0, detectable: null }) } as Effect;
    expect(certainty(effect, says('en'))).toHaveLength(2);
    expect(certainty({ verdict: verdict() } as Effect, says('ru'))[2]).toContain('взято 7 причин');
    const moved = { where: 'complaint', kind: 'complaints', more: 31, low: 12, high: 52, share: 0.11, caught: true } as const;
    expect(elsewhere(moved, says('en'))).toBe('31 more (12–52), beyond chance: 11% of those avoided');
    expect(elsewhere({ ...moved, more: -5, low: -22, high: 12, caught: false }, says('en'))).toBe('5 fewer (-12 to 22), as chance explains');
    expect(left(verdict(), says('et'))).toBe('Kui see kõik maha arvata, jäi kokku ära 230 pöördumist (120–340).');
  });
  it('tells small shares to a tenth', () => {
    expect([0, 0.004, 0.31, -0.07].map((one) => percent(one, 'en'))).toEqual(['0%', '0.4%', '31%', '-7%']);
    expect(between(0.18, 0.42, says('et'))).toBe('18–42%');
  });
});

describe('The plan', () => {
  const plan: Plan = { weeks: [{ weeks: 4, smallest_drop: null }, { weeks: 8, smallest_drop: 0.21 }, { weeks: 26, smallest_drop: 0.12 }], needed_weeks: 21 };
  it('says when a drop will be known, and plainly when never', () => {
    expect(each((one) => foretold(plan, 0.3, 0.3, one))).toEqual(['30% langus paistaks välja umbes 21 nädala pärast.', 'Снижение на 30 % станет видно примерно через 21 неделю.', 'A drop of 30% would be seen after about 21 weeks.']);
    expect(foretold({ ...plan, needed_weeks: null }, 0.02, 0.02, says('en'))).toMatch(/^We will not know of a drop of 2% within a year/);
    const short = { weeks: plan.weeks.map((one) => ({ ...one, smallest_drop: one.weeks > 8 ? null : 0.2 })), needed_weeks: null };
    expect(foretold(short, 0.02, 0.02, says('en'))).toBe('A drop of 2% would not be seen after 8 weeks either.');
    const nothing = { weeks: plan.weeks.map((one) => ({ ...one, smallest_drop: null })), needed_weeks: null };
    expect([foretold(nothing, 0.02, 0.02, says('en')), isNever(nothing, 0.02, 0.02)]).toEqual(['Nothing can be said yet: there are too few contacts to go by.', false]);
    expect(foretold(plan, null, null, says('en'))).toMatch(/^Write the expected drop down/);
    expect([isNever(plan, 0.3, 0.3), isNever({ ...plan, needed_weeks: null }, 0.3, 0.3), isNever(plan, 0.05, 0.3), isNever(plan, null, null)]).toEqual([false, true, true, false]);
  });
  it('follows a drop that is still being written by what would be seen when', () => {
    expect([0.25, 0.15, 0.1].map((drop) => seenAfter(plan, drop))).toEqual([8, 26, null]);
    expect(foretold(plan, 0.15, 0.3, says('ru'))).toMatch(/через 26 недель/);
    expect(foretold(plan, 0.1, 0.3, says('en'))).toBe('A drop of 10% would not be seen after 26 weeks either.');
    expect(plan.weeks.map((one) => plain(horizon(one, says('ru'))))).toEqual(['через 4 недели — сказать нельзя', 'через 8 недель — 21 %', 'через 26 недель — 12 %']);
  });
  it('is asked of ten contacts', () => {
    expect([0.3, 0.07, 0.125, null].map(ofTen)).toEqual([3, 0.7, 1.25, null]);
    expect([3, 0.7, 1.25, null, NaN].map(shareOf)).toEqual([0.3, 0.07, 0.125, null, null]);
  });
});

const told: ImprovementTold = { title: 'Arve', about: '', causes: ['c1'], reasons: ['bill'], owner: 'mari', drop: 0.3, who: { by: null, code: null } };
const one = (improvement: string, more: Partial<Improvement> = {}): Improvement => ({
  ...told, improvement, owner_name: 'Mari', standing: 'proposed', proposed_at: 1, drop_at: 1, day: null, shipped_at: null, withdrawn: null, public: null, public_at: null, comments: 0, cases: 0, verdict: null, ...more,
});

describe('The register', () => {
  const all = [
    one('a', { proposed_at: 1 }), one('b', { proposed_at: 2, reasons: ['roaming'], owner: null, owner_name: null }),
    one('c', { standing: 'shipped', day: '2026-09-01', verdict: over(verdict()) }), one('d', { standing: 'shipped', day: '2026-10-01' }), one('e', { standing: 'withdrawn', withdrawn: 'no' }),
  ];
  const names = (narrowed: { reason: string; owner: string }): string[] => byStanding(all, narrowed).map(({ ones }) => ones.map(({ improvement }) => improvement).join(''));
  it('stands by standing, the newest first, narrowed by reason and owner', () => {
    expect(names({ reason: '', owner: '' })).toEqual(['ba', 'dc', 'e']);
    expect(names({ reason: 'roaming', owner: '' })).toEqual(['b', '', '']);
    expect(names({ reason: '', owner: NOBODY })).toEqual(['b', '', '']);
    expect(isIn(all[0]!, { reason: 'bill', owner: 'mari' })).toBe(true);
    expect([reasonsIn(all), ownersIn(all)]).toEqual([['bill', 'roaming'], [{ id: 'mari', name: 'Mari' }]]);
  });
  it('counts what came of those that shipped', () => {
    expect(counted(all)).toEqual([{ outcome: 'verified', n: 1 }, { outcome: 'early', n: 1 }]);
  });
  it('offers reasons that no other stands under', () => {
    const reason = (code: string, parent: string | null) => ({ code, parent, name: { et: code, ru: code, en: code } });
    expect(leaves([reason('money', null), reason('bill', 'money'), reason('fault', null)]).map(({ code }) => code)).toEqual(['bill', 'fault']);
  });
});

describe('Writing', () => {
  const cause: Cause = { cause: 'c1', title: 'Arvel ei ole näha', kind: 'information', reasons: ['bill'], owner: null, owner_name: null, contacts_90d: 3, improvements: [] };
  it('begins with what a cause is about', () => {
    expect(newImprovement('mari', undefined, 'roaming')).toMatchObject({ causes: [], reasons: ['roaming'] });
    expect(newImprovement('mari', cause)).toMatchObject({ causes: ['c1'], reasons: ['bill'], owner: 'mari', drop: null });
    expect(toldOf(one('a'))).toEqual(told);
    expect(causeOf(cause)).toEqual({ title: 'Arvel ei ole näha', kind: 'information', reasons: ['bill'], owner: null });
    expect([isImprovement(told), isImprovement({} as ImprovementTold), isCause(newCause('mari')), isCause({ ...newCause('mari'), kind: 'x' as 'price' })]).toEqual([true, false, true, false]);
  });
  it('says what is not right yet, each at its field', () => {
    expect(ofImprovement({ ...told, title: ' ', reasons: [], drop: 1, who: { by: 'channel', code: null } }).map(({ field, why }) => `${field} ${why}`)).toEqual([
      'title title_missing', 'reasons reasons_missing', 'drop drop_range', 'who who_missing',
    ]);
    expect(ofImprovement(told)).toEqual([]);
    expect(ofCause({ ...cause, reasons: Array.from({ length: 21 }, (_, at) => `r${at}`) }).map(({ why }) => why)).toEqual(['reasons_many']);
    expect([refused(new Problem('unknown_reason', 422)), refused(new Problem('other', 422))]).toEqual([[{ field: 'reasons', why: 'reasons_gone' }], null]);
  });
  it('comes apart and together field by field, so that two changes hold', () => {
    expect(together(apart(told))).toEqual(told);
    const merged = merge(apart(told), apart({ ...told, title: 'Mine', drop: 0.2 }), apart({ ...told, title: 'Theirs', owner: 'juri' }));
    expect(merged.clashes).toEqual(['title']);
    expect(together<ImprovementTold>(merged.pieces)).toEqual({ ...told, title: 'Mine', drop: 0.2, owner: 'juri' });
    expect(lines(told, { ...told, drop: 0.2 }, (field) => field, (_, value) => String(value))).toEqual([{ piece: 'drop', text: 'drop:', was: '0.3', is: '0.2' }]);
  });
  it('is said in every language of the site', () => {
    expect([isWhole(UNSAID, ['et']), isWhole({ ...UNSAID, et: 'Tere' }, ['et']), isWhole({ ...UNSAID, et: 'Tere' }, ['et', 'en'])]).toEqual([false, true, false]);
    expect([isSaid(UNSAID), trimmed({ ...UNSAID, et: ' Tere ' }).et]).toEqual([true, 'Tere']);
  });
});

describe('The picture', () => {
  const month: Picture = { dates: ['2026-08-01', '2026-09-01'], step: 'month', per: 1_000, rate: [20, 12.5], expected: [20.5, 18], low: [17, 15], high: [24, 21] };
  it('shows what came beside what would have come without the change, with its interval', () => {
    const steps = stepped(month);
    expect(steps[1]).toEqual({ day: '2026-09-01', count: 12.5, without: { value: 18, low: 15, high: 21 } });
    expect(line(steps, () => 0, (value) => value)).toBe('0,20 0,12.5');
    expect(without(steps, () => 0, (value) => value)).toBe('0,20.5 0,18');
    expect(band(steps, () => 0, (value) => value)).toBe('0,24 0,21 0,15 0,17');
  });
  it('says the same in words', () => {
    expect(plain(pictured(month, '2026-09-01', says('en')))).toBe('Before it was 20 a month for 1,000 customers, now it is 13; without the change it would be 18.');
    expect(plain(pictured(month, '2026-09-01', says('et')))).toBe('Enne 20 kuus 1000 kliendi kohta, nüüd 13; muudatuseta oleks nüüd 18.');
    expect(plain(pictured({ ...month, step: 'day', per: 1 }, '2026-09-01', says('en')))).toBe('Before it was 20 a day, now it is 13; without the change it would be 18.');
  });
});

describe('A proposal that was begun', () => {
  const kept = new Map<string, string>();
  const storage = { get length() { return kept.size; }, key: (at: number) => [...kept.keys()][at] ?? null, getItem: (name: string) => kept.get(name) ?? null, setItem: () => {}, removeItem: () => {}, clear: () => {} };
  const keep = (name: string, title: string): void => void kept.set(name, JSON.stringify({ value: { ...newImprovement('me'), title }, base: newImprovement('me'), version: 1 }));
  it('is found again wherever it was begun from, and nobody else\'s is', () => {
    keep(`hoolin.improvements.me.${newDraft('u 1', '')}`, 'From a cause');
    keep(`hoolin.improvements.me.${newDraft('', 'bill')}`, ' ');
    keep(`hoolin.improvements.me.${newDraft('', '')}`, 'Of itself');
    keep(`hoolin.improvements.other.${newDraft('', '')}`, 'Not mine');
    kept.set('hoolin.improvements.me.new./u2', '{"broken');
    expect(begun(storage, 'me')).toEqual([{ title: 'Of itself', from: '' }, { title: 'From a cause', from: '/u%201' }, { title: '…', from: '?reason=bill' }]);
  });
});

it('Reasons of the same name are told apart by the groups above them; a circle has an end.', () => {
  const name = { et: '', ru: '', en: '' };
  const all = [{ code: 'money', parent: null, name }, { code: 'other', parent: 'money', name }, { code: 'a', parent: 'b', name }, { code: 'b', parent: 'a', name }];
  expect([above(all, 'other'), above(all, 'money'), above(all, 'gone'), above(all, 'a')]).toEqual([['money', 'other'], ['money'], ['gone'], ['b', 'a']]);
});
