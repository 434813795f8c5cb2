import { describe, expect, it } from 'vitest';
import { at, blank, form, lines } from '../src/coaching/drills/author/drill.ts';
import { tidy } from '../src/coaching/drills/author/tidy.ts';
import type { Sent } from '../src/coaching/drills/ask.ts';
import { Play } from '../src/coaching/drills/play.svelte.ts';
import { MEANT } from '../src/coaching/drills/room.ts';
import en from '../src/coaching/drills/texts/en.json';
import et from '../src/coaching/drills/texts/et.json';
import ru from '../src/coaching/drills/texts/ru.json';
import type { Conversation, Sealed } from '../src/coaching/drills/told.ts';

describe('A drill as it is written', () => {
  it('is sent without the lines that stand empty while somebody writes', () => {
    const drill = { ...blank(), opening: { et: ['Tere', '', '  '], ru: [''], en: ['Hi'] } };
    expect(tidy(drill).opening).toEqual({ et: ['Tere'], ru: [], en: ['Hi'] });
    expect(tidy(drill).title).toEqual({ et: '', ru: '', en: '' });
  });
  it('has a code before the server is asked', () => {
    expect(form(blank()).map(({ place }) => place)).toEqual(['code']);
    expect(form({ ...blank(), code: 'Late Parcel' })).toHaveLength(1);
    expect(form({ ...blank(), code: 'late_parcel' })).toEqual([]);
  });
  it('tells what is changed, in words of the language that was changed', () => {
    const before = { ...blank(), title: { et: 'A', ru: 'Б', en: 'A' } };
    const after = { ...before, minutes: 7, title: { et: 'A', ru: 'Б', en: 'B' } };
    expect(lines(before, after, (piece) => piece)).toEqual([
      { piece: 'title', text: 'title', was: 'A', is: 'B' },
      { piece: 'minutes', text: 'minutes', was: '5', is: '7' },
    ]);
  });
  it('has each fault at its own field, and not at one whose name begins alike', () => {
    const faults = ['knows.rent.said', 'knows.rents.said'].map((place) => ({ place, why: 'no_lines', said: 'et' }));
    expect(at(faults, 'knows.rent')).toHaveLength(1);
  });
});

describe('The words of drills', () => {
  it('are there in every language, for every move that may be meant', () => {
    expect(Object.keys(et).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const move of MEANT) expect(en).toHaveProperty([`move_${move}`]);
  });
});

describe('What was said in a model’s words', () => {
  const sealed = (n: number): Sealed => ({ lines: [`line ${n}`], model: 'm', seal: String(n) });
  const stored = new Map<string, string>();
  const storage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, text: string) => void stored.set(key, text), removeItem: (key: string) => void stored.delete(key) };
  const asked: Sent[] = [];
  // As the server does: it settles the newest answer where the page brought nothing of it.
  const go = (sent: Sent): Promise<Conversation> => {
    asked.push(sent);
    const said = [...Array(sent.turns.length + 1).keys()].map((at) => sent.said[at] ?? sealed(asked.length * 100 + at));
    return Promise.resolve({ opening: [], turns: [], left: 40, end: null, said } as unknown as Conversation);
  };
  const brought = (): string[] => asked.at(-1)!.said.map(({ seal }) => seal);

  it('is brought back with every turn, asked for anew only for an answer that changes, and outlives the page', async () => {
    const play = new Play(go, storage, 'play', 0, 'en');
    await play.anew();
    expect(brought()).toEqual([]);
    play.text = 'Hello';
    await play.say();
    expect(brought()).toEqual(['100']);
    play.text = 'So?';
    await play.say();
    expect(brought()).toEqual(['100', '201']);
    await play.mean(['care']);
    expect(brought()).toEqual(['100', '201']);
    expect(play.sent.said.map(({ seal }) => seal)).toEqual(['100', '201', '402']);
    const later = new Play(go, storage, 'play', 0, 'en');
    await later.open();
    expect(brought()).toEqual(['100', '201', '402']);
    await later.anew();
    expect(brought()).toEqual([]);
  });
});
