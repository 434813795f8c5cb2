import { Problem } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../src/reviews/ask.ts';
import { Draft } from '../src/keeping/draft.ts';
import { freeCode, malformed, merge, moved, newCard, newLine, newPlan, ofCard, ofPlan } from '../src/reviews/rules/change.ts';
import { Editor, isKept, type Kept } from '../src/reviews/rules/editor.svelte.ts';
import type { Fault, Rules, SetUp } from '../src/reviews/told.ts';

const card = (code: string, weight = 1): Rules['scorecards'][number] => ({ code, name: { et: code, ru: code, en: code }, lines: [{ ...newLine('law'), weight }] });
const NONE: Rules = { scorecards: [], plans: [], appeal_days: 14 };
const BASE: Rules = { scorecards: [card('usual'), card('short')], plans: [{ ...newPlan(NONE), code: 'all', scorecard: 'usual' }], appeal_days: 14 };

describe('changing', () => {
  it('gives codes that nothing else has, and moves lines within their list', () => {
    expect(freeCode('card', [{ code: 'card-2' }])).toBe('card-3');
    expect(newCard(BASE).code).toBe('card-3');
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
  it('finds what the server could not read, each where it is', () => {
    const wrong: Rules = { scorecards: [{ ...card('usual', 101), lines: [{ ...newLine('law'), weight: 101 }] }, { ...newCard(BASE), code: '' }], plans: [{ ...BASE.plans[0]!, code: 'usual', per_mille: NaN, double: 101 }], appeal_days: 0 };
    expect(malformed(wrong).map(({ code }) => code).sort()).toEqual(['code_missing', 'days_range', 'double_range', 'no_lines', 'per_mille_range', 'weight_range']);
    expect(malformed(BASE)).toEqual([]);
    expect(ofCard(malformed(wrong), wrong.scorecards[0]!).map(({ code }) => code)).toEqual(['weight_range']);
    expect(ofPlan(malformed(wrong), wrong.plans[0]!).map(({ code }) => code)).toEqual(['per_mille_range', 'double_range']);
  });
});

describe('two at once', () => {
  it('keeps what each has changed, and asks where both have', () => {
    const mine: Rules = { ...BASE, scorecards: [card('usual', 5), card('short'), card('new')] };
    const theirs: Rules = { ...BASE, scorecards: [card('usual', 7)], appeal_days: 30 };
    const merged = merge(BASE, mine, theirs, new Set());
    expect(merged.both).toEqual(['scorecards/usual']);
    expect(merged.theirs).toEqual(['scorecards/usual', 'scorecards/short', 'appeal_days']);
    expect(merged.rules.scorecards).toEqual([card('usual', 5), card('new')]);
    expect(merged.rules.appeal_days).toBe(30);
    expect(merge(BASE, mine, theirs, new Set(merged.both)).rules.scorecards[0]).toEqual(card('usual', 7));
  });
  it('loses neither of two that are called the same while one writes', () => {
    const mine: Rules = { ...BASE, scorecards: [...BASE.scorecards, card('usual', 9)] };
    expect(merge(BASE, mine, { ...BASE, appeal_days: 3 }, new Set()).rules.scorecards).toEqual([card('usual'), card('short'), card('usual', 9)]);
  });
});

describe('the editor', () => {
  function device(): Storage {
    const kept = new Map<string, string>();
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) } as unknown as Storage;
  }
  const FAULT: Fault = { in: 'usual', code: 'no_words', about: 'law' };
  class Server {
    version = 3;
    rules = BASE;
    refuses: Fault[] = [];
    ask = {
      rules: async (): Promise<SetUp> => ({ version: this.version, rules: this.rules, items: {}, site: { languages: ['et'], queues: [], channels: [] } }),
      check: async () => ({ faults: this.refuses }),
      setRules: async (rules: Rules, after: number) => {
        if (after !== this.version) throw new Problem('reviews_changed', 409, { version: this.version });
        if (this.refuses.length) throw new Problem('review_rules', 422, { faults: this.refuses });
        this.rules = rules;
        this.version++;
        return { n: 1 };
      },
    } as unknown as Ask;
  }
  const begun = async (server: Server, storage: Storage): Promise<Editor> => {
    const editor = new Editor(server.ask, new Draft<Kept>(storage, 'hoolin.review.a1.rules', isKept), true);
    await editor.open();
    return editor;
  };

  it('keeps the draft when it is refused, shows why, and forgets it once it is saved', async () => {
    const [server, storage] = [new Server(), device()];
    const editor = await begun(server, storage);
    editor.change({ ...BASE, appeal_days: 20 });
    server.refuses = [FAULT];
    expect(await editor.save()).toBe(false);
    expect([editor.faults, editor.checked, editor.dirty]).toEqual([[FAULT], 'faults', true]);
    editor.stop();
    const again = await begun(server, storage);
    expect([again.restored, again.rules.appeal_days]).toEqual([true, 20]);
    server.refuses = [];
    expect(await again.save()).toBe(true);
    expect([again.version, again.dirty]).toEqual([4, false]);
    again.stop();
    const last = await begun(server, storage);
    expect(last.restored).toBe(false);
  });
  it('takes back what was removed', async () => {
    const editor = await begun(new Server(), device());
    editor.change({ ...BASE, scorecards: [] });
    expect([editor.canUndo, editor.dirty]).toEqual([true, true]);
    editor.undo();
    expect([editor.rules, editor.dirty, editor.canUndo]).toEqual([BASE, false, false]);
    editor.stop();
  });
  it('tells when a colleague was faster, and saves both changes', async () => {
    const [server, storage] = [new Server(), device()];
    const editor = await begun(server, storage);
    editor.change({ ...BASE, appeal_days: 20 });
    server.rules = { ...BASE, scorecards: [card('usual', 7), card('short')] };
    server.version = 4;
    expect(await editor.save()).toBe(false);
    expect(editor.clash?.version).toBe(4);
    editor.settle(merge(editor.base, editor.rules, editor.clash!.theirs, new Set()).rules);
    expect(editor.canUndo).toBe(false);
    expect(await editor.save()).toBe(true);
    expect([server.rules.appeal_days, server.rules.scorecards[0]!.lines[0]!.weight, server.version]).toEqual([20, 7, 5]);
    editor.stop();
  });
});
