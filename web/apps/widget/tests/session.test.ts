import { describe, expect, it } from 'vitest';
import { Session } from '../src/chat/session.ts';
import { Keeper } from '../src/chat/storage.ts';
import { fakeStorage, FakeSite } from './site.ts';

function open(site: FakeSite, storage: Storage | null = fakeStorage()): Session {
  const place = (): Storage => {
    if (!storage) throw new Error('forbidden');
    return storage;
  };
  return new Session('wss://care.example/api/v1/chat', 'et', {}, new Keeper(place), site);
}

const shown = (session: Session): string[] =>
  session.state.entries.flatMap((one) => (one.kind === 'message' ? [one.text] : []));
const committed = (site: FakeSite): string[] =>
  site.journal.flatMap(({ event }) => (event.kind === 'message' ? [event.text] : []));

describe('before use', () => {
  it('Nothing is written and nothing is sent until the customer says something.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const session = open(site, storage);
    session.speak('ru');
    session.typing(true);
    session.seen();
    site.pass(60_000);
    expect(Object.keys(storage)).toEqual([]);
    expect(site.heard).toEqual([]);
  });

  it('The first message writes, and its token is kept.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const session = open(site, storage);
    session.say('tere');
    expect(Object.keys(storage).length).toBe(2);
    site.pass(100);
    expect(Object.keys(storage)).toEqual(['hoolin-chat']);
    expect(JSON.parse(storage.getItem('hoolin-chat')!)).toMatchObject({ token: site.token });
  });

  it('Where storage is forbidden, the chat works all the same.', () => {
    const site = new FakeSite();
    const session = open(site, null);
    session.say('tere');
    site.pass(100);
    expect([shown(session), session.state.token]).toEqual([['tere'], site.token]);
  });
});

describe('a call beside it', () => {
  it('Its frames go over the same line, once that is up, and change nothing of the conversation.', () => {
    const site = new FakeSite();
    const session = open(site);
    const told: string[] = [];
    session.heard = (frame) => void told.push(frame.type);
    const leave = { type: 'call_leave', key: 'k', leg: 'l' } as const;
    expect(session.send(leave)).toBe(false);
    session.wake();
    site.pass(100);
    const { entries, stage } = session.state;
    expect(session.send(leave)).toBe(true);
    site.pass(100);
    site.tell({ type: 'call', event: 'ended', leg: 'l', cause: 'hung_up' });
    site.pass(100);
    expect(site.heard.map(({ type }) => type)).toEqual(['hello', 'call_leave']);
    expect(told).toEqual(['welcome', 'call']);
    expect([session.state.entries, session.state.stage]).toEqual([entries, stage]);
  });

  it('Who has called is known by their token on the next page, though they wrote nothing.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const session = open(site, storage);
    session.wake();
    site.pass(100);
    expect(Object.keys(storage)).toEqual([]);
    session.known();
    expect(JSON.parse(storage.getItem('hoolin-chat')!)).toMatchObject({ token: session.state.token });
    expect([session.begun, open(site, storage).state.token]).toEqual([true, session.state.token]);
  });
});

describe('a line that breaks', () => {
  it('Messages typed without a connection go out in order when it is back.', () => {
    const site = new FakeSite();
    const session = open(site);
    site.reachable = false;
    for (const text of ['1', '2', '3']) session.say(text);
    site.pass(30_000);
    expect(session.status).toBe('down');
    site.reachable = true;
    site.pass(30_000);
    expect(committed(site)).toEqual(['1', '2', '3']);
    expect(shown(session)).toEqual(['1', '2', '3']);
  });

  it('A first message whose answer was lost is not said twice, and its conversation is found.', () => {
    const site = new FakeSite();
    const session = open(site);
    let broken = false;
    site.breaks = (frame) => frame.type === 'accepted' && !broken && (broken = true);
    session.say('tere');
    site.pass(5_000);
    expect([committed(site), shown(session), session.state.token]).toEqual([['tere'], ['tere'], site.token]);
  });

  it('A dead line that looks alive is given up when an answer is owed for too long.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    const hear = site.hear;
    site.hear = () => {};
    session.say('b');
    site.pass(9_000);
    expect(session.status).toBe('up');
    site.pass(4_000);
    expect(session.status).not.toBe('idle');
    site.hear = hear;
    site.pass(15_000);
    expect([session.status, committed(site)]).toEqual(['up', ['a', 'b']]);
  });

  it('The browser saying that the network is gone is believed at once, and waking does not wait for the back-off.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    site.reachable = false;
    session.offline();
    expect(session.status).toBe('down');
    site.pass(60_000);
    site.reachable = true;
    session.wake();
    site.pass(10);
    expect(session.status).toBe('up');
  });

  it('However the line breaks, nothing is lost, doubled or out of order, on either side.', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = mulberry(seed);
      const [site, storage] = [new FakeSite(), fakeStorage()];
      let session = open(site, storage);
      const said: string[] = [];
      site.breaks = () => random() < 0.15;
      for (let step = 0; step < 40; step += 1) {
        const dice = random();
        if (dice < 0.35) {
          said.push(`c${step}`);
          session.say(`c${step}`);
        } else if (dice < 0.5 && site.token) site.reply(`a${step}`);
        else if (dice < 0.6) site.cut();
        else if (dice < 0.65) site.reachable = !site.reachable;
        else if (dice < 0.72) {
          // The page is loaded anew: only what was stored survives.
          site.unload();
          session = open(site, storage);
          if (session.begun) session.wake();
        }
        site.pass(Math.floor(random() * 3_000));
      }
      site.breaks = () => false;
      site.reachable = true;
      site.pass(60_000);
      const all = committed(site);
      expect(all.filter((text) => text.startsWith('c'))).toEqual(said);
      expect(shown(session)).toEqual(said.length ? all : []);
      expect(session.state.outbox).toEqual([]);
    }
  }, 60_000);
});

describe('several pages of one browser', () => {
  it('What one page could not send, the other sends, and both show it once.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const first = open(site, storage);
    first.say('tere');
    site.pass(100);
    site.reachable = false;
    site.cut();
    first.say('left behind');
    site.unload();
    site.reachable = true;
    const second = open(site, storage);
    second.wake();
    site.pass(1_000);
    expect(committed(site)).toEqual(['tere', 'left behind']);
    expect(shown(second)).toEqual(['tere', 'left behind']);
  });

  it('A conversation begun on one page is taken up by the other, and left by both.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const [first, second] = [open(site, storage), open(site, storage)];
    first.say('tere');
    site.pass(100);
    second.shared();
    site.pass(100);
    expect(shown(second)).toEqual(['tere']);
    first.restart();
    second.shared();
    expect([first.begun, second.begun, Object.keys(storage)]).toEqual([false, false, []]);
  });
});

describe('late news', () => {
  it('A page that hears late that a conversation was left does not take the next one with it.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const [first, second] = [open(site, storage), open(site, storage)];
    first.say('old');
    site.pass(100);
    second.shared();
    site.pass(100);
    first.restart();
    site.token = null;
    first.say('new');
    second.shared();
    site.pass(1_000);
    expect([first.begun, second.begun]).toEqual([true, true]);
    expect(committed(site)).toEqual(['old', 'new']);
    expect(shown(second).at(-1)).toBe('new');
  });

  it('What a page has not sent yet outlives the leaving of another page.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const [first, second] = [open(site, storage), open(site, storage)];
    first.say('old');
    site.pass(100);
    second.shared();
    site.reachable = false;
    site.cut();
    second.say('unsent');
    first.restart();
    second.shared();
    expect(second.state.outbox.length).toBe(1);
    expect(open(site, storage).state.outbox.length).toBe(1);
  });
});

describe('what is said beside messages', () => {
  it('Typing is told at most every three seconds, and its end once.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    for (let count = 0; count < 40; count += 1) {
      session.typing(true);
      site.pass(100);
    }
    session.typing(false);
    session.typing(false);
    site.pass(100);
    expect(site.heard.filter(({ type }) => type === 'typing').length).toBe(3);
  });

  it('The typing of the other side ends by itself.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    site.tell({ type: 'typing', on: true, name: 'Kristi' });
    expect(session.state.typing).toBe('Kristi');
    site.pass(7_000);
    expect(session.state.typing).toBeNull();
  });

  it('What was seen is told once, and remembered on the next page.', () => {
    const [site, storage] = [new FakeSite(), fakeStorage()];
    const session = open(site, storage);
    session.say('a');
    site.pass(100);
    site.reply('b');
    session.seen();
    session.seen();
    site.pass(100);
    expect(site.heard.filter(({ type }) => type === 'read')).toEqual([{ type: 'read', ordinal: 2 }]);
    expect(open(site, storage).state.read.customer).toBe(site.journal.at(-1)!.n);
  });

  it('A goodbye ends the conversation for the customer at once.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    site.happen({ kind: 'joined', name: 'Kristi' });
    session.goodbye();
    site.pass(100);
    expect([session.state.stage, session.state.person]).toEqual(['wrap_up', null]);
    expect(site.heard.at(-1)).toEqual({ type: 'goodbye' });
  });

  it('An address left while the line was down is told when it is back.', () => {
    const site = new FakeSite();
    const session = open(site);
    session.say('a');
    site.pass(100);
    site.reachable = false;
    site.cut();
    session.later({ kind: 'email', value: 'mari@example.ee' });
    site.reachable = true;
    site.pass(10_000);
    expect([session.state.answerLater, session.state.address]).toEqual([true, null]);
  });
});

/** A small seeded generator, so that a bad day can be had again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
