import { Problem } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import { Play } from '../src/coaching/drills/play.svelte.ts';
import type { Sent } from '../src/coaching/drills/ask.ts';
import type { Conversation } from '../src/coaching/drills/told.ts';

const nothing = {} as Conversation;

/** A play whose turns are answered when the test says so. */
function playing() {
  const kept = new Map<string, string>();
  const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) };
  const asked: { sent: Sent; answer: (problem?: Problem) => void }[] = [];
  const go = (sent: Sent): Promise<Conversation> => new Promise((done, fail) => asked.push({ sent, answer: (problem) => (problem ? fail(problem) : done(nothing)) }));
  const begin = async (): Promise<Play> => {
    const play = new Play(go, storage, 'play', 0, 'et');
    const opened = play.open();
    asked.at(-1)!.answer();
    await opened;
    return play;
  };
  return { asked, begin };
}

describe('A play under way', () => {
  it('keeps the words that are typed while the customer answers', async () => {
    const { asked, begin } = playing();
    const play = await begin();
    play.text = ' Tere! ';
    const said = play.say();
    expect(asked.at(-1)!.sent.turns).toEqual([{ text: 'Tere!' }]);
    play.text = 'Ja veel üks';
    asked.at(-1)!.answer();
    await said;
    expect(play.text).toBe('Ja veel üks');
  });
  it('puts back what could not be said, before what was typed meanwhile', async () => {
    const { asked, begin } = playing();
    const play = await begin();
    play.text = 'Tere!';
    const said = play.say();
    play.text = 'Kuulan.';
    asked.at(-1)!.answer(new Problem('busy', 503));
    await said;
    expect([play.text, play.sent.turns, play.failure?.code]).toEqual(['Tere!\nKuulan.', [], 'busy']);
  });
  it('says each thing once, and waits without losing a word', async () => {
    const { asked, begin } = playing();
    const play = await begin();
    play.text = 'Tere!';
    const said = play.say();
    play.text = 'Kuulan.';
    await Promise.all([play.say(), play.wait()]);
    expect(asked).toHaveLength(2);
    asked.at(-1)!.answer();
    await said;
    const waited = play.wait();
    asked.at(-1)!.answer();
    await waited;
    expect([play.text, play.sent.turns]).toEqual(['Kuulan.', [{ text: 'Tere!' }, { text: '' }]]);
  });
  it('is kept under one name until it is played anew, also after the page was closed', async () => {
    const { asked, begin } = playing();
    const play = await begin();
    expect(play.name).toMatch(/^y[0-9a-f]{32}$/);
    expect((await begin()).name).toBe(play.name);
    const again = play.anew();
    asked.at(-1)!.answer();
    await again;
    expect((await begin()).name).toBe(play.name);
  });
});
