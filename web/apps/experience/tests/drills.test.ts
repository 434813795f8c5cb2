import { describe, expect, it } from 'vitest';
import { at, blank, form, lines } from '../src/coaching/drills/author/drill.ts';
import { tidy } from '../src/coaching/drills/author/tidy.ts';
import { MEANT } from '../src/coaching/drills/room.ts';
import en from '../src/coaching/drills/texts/en.json';
import et from '../src/coaching/drills/texts/et.json';
import ru from '../src/coaching/drills/texts/ru.json';

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
