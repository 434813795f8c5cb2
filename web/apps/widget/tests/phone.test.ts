/** A call from the page, with a browser whose microphone, connections and sound are in the test's hand. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Phone } from '../src/call/phone.ts';
import type { FromPage } from '../src/chat/frames.ts';
import { Session } from '../src/chat/session.ts';
import { Keeper } from '../src/chat/storage.ts';
import { fakeStorage, FakeSite } from './site.ts';

class Microphone {
  lit = true;
  enabled = true;
  stop = (): void => void (this.lit = false);
  getTracks = (): readonly Microphone[] => [this];
  getAudioTracks = this.getTracks;
}

class Peer {
  static readonly open = new Set<Peer>();
  static broken = false;
  iceGatheringState = 'complete';
  connectionState = 'new';
  onconnectionstatechange = (): void => {};
  localDescription = { sdp: 'offered' };
  constructor() {
    Peer.open.add(this);
  }
  addTrack(): void {}
  createOffer = (): Promise<object> => Promise.resolve({});
  setLocalDescription = (): Promise<void> => Promise.resolve();
  setRemoteDescription = (): Promise<void> => (Peer.broken ? Promise.reject(new Error('sdp')) : Promise.resolve());
  getStats = (): Promise<Map<string, object>> => Promise.resolve(new Map());
  close = (): void => void Peer.open.delete(this);
}

type Answer = { resolve: (microphone: Microphone) => void; reject: (problem: unknown) => void };

let site: FakeSite;
let phone: Phone;
let asked: Answer[];

/** What has been begun goes as far as it can. */
async function settle(ms = 0): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await vi.advanceTimersByTimeAsync(turn ? 0 : ms);
    site.pass(10);
  }
}

const frames = (type: FromPage['type']): (FromPage & { key: string })[] =>
  site.heard.filter((frame) => frame.type === type) as (FromPage & { key: string })[];

/** The customer allows the microphone that is asked for. */
function allow(): Microphone {
  const microphone = new Microphone();
  asked.shift()!.resolve(microphone);
  return microphone;
}

async function joined(leg: string, frame = frames('call').at(-1)!): Promise<void> {
  site.tell({ type: 'call', event: 'joined', key: frame.key, leg, sdp: 'answered' });
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  Peer.open.clear();
  Peer.broken = false;
  vi.stubGlobal('RTCPeerConnection', Peer);
  vi.stubGlobal('Audio', class { play = () => Promise.resolve() }); // prettier-ignore
  vi.stubGlobal('sessionStorage', fakeStorage());
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: () => new Promise((resolve, reject) => asked.push({ resolve, reject } as Answer)),
      enumerateDevices: () => Promise.resolve([]),
    },
  });
  site = new FakeSite();
  phone = new Phone(new Session('wss://care.example/api/v1/chat', 'et', {}, new Keeper(() => fakeStorage()), site), () => {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('hanging up', () => {
  it('While the microphone is asked for, it ends there: nobody is called, and no microphone stays lit.', async () => {
    void phone.call();
    phone.hangUp();
    const microphone = allow();
    await settle();
    expect([phone.at, phone.trouble, microphone.lit]).toEqual(['over', 'ended', false]);
    expect([frames('call'), Peer.open.size]).toEqual([[], 0]);
  });

  it('While the house has not answered, the call that it begins all the same is hung up there.', async () => {
    void phone.call();
    const microphone = allow();
    await settle();
    phone.hangUp();
    await joined('l1');
    expect([phone.at, microphone.lit, Peer.open.size]).toEqual(['over', false, 0]);
    expect(frames('call_leave')).toMatchObject([{ leg: 'l1' }]);
  });

  it('While the line is down, the call is not asked for once it is back.', async () => {
    site.reachable = false;
    void phone.call();
    allow();
    await settle();
    expect(phone.at).toBe('calling');
    phone.hangUp();
    site.reachable = true;
    site.pass(5_000);
    await settle();
    expect([frames('hello').length, frames('call')]).toEqual([1, []]);
  });

  it('A microphone that was being changed is let go.', async () => {
    void phone.call();
    allow();
    await settle();
    await joined('l1');
    void phone.speakInto('other');
    phone.hangUp();
    const microphone = allow();
    await settle();
    expect([microphone.lit, phone.trouble]).toEqual([false, 'ended']);
  });
});

describe('calling again', () => {
  async function again(): Promise<void> {
    void phone.call();
    allow();
    await settle();
    phone.hangUp();
    void phone.call();
    allow();
    await settle();
  }

  it('What the first call still waits for does not end the second.', async () => {
    await again();
    await joined('l1');
    expect([phone.at, phone.leg]).toEqual(['up', 'l1']);
    await settle(20_000);
    expect([phone.at, phone.leg]).toEqual(['up', 'l1']);
  });

  it('Where the house began the first one, the second goes on with it.', async () => {
    await again();
    const [first, second] = frames('call');
    await joined('l1', first);
    expect(phone.at).toBe('calling');
    await joined('l1', second);
    expect([phone.at, phone.leg, frames('call_leave'), Peer.open.size]).toEqual(['up', 'l1', [], 1]);
  });

  it('The end of the first, told late, is not the end of the second.', async () => {
    void phone.call();
    allow();
    await settle();
    await joined('l1');
    phone.hangUp();
    void phone.call();
    site.tell({ type: 'call', event: 'ended', leg: 'l1', cause: 'hung_up' });
    expect(phone.at).toBe('asking');
    allow();
    await settle();
    await joined('l2');
    expect([phone.at, phone.leg]).toEqual(['up', 'l2']);
  });

  it('A microphone that is refused to the first is not refused to the second.', async () => {
    void phone.call();
    phone.hangUp();
    void phone.call();
    asked.shift()!.reject(new DOMException('', 'NotAllowedError'));
    await settle();
    expect(phone.at).toBe('asking');
    allow();
    await settle();
    await joined('l1');
    expect([phone.at, phone.trouble]).toEqual(['up', null]);
  });
});

describe('a call that comes to nothing here', () => {
  it('It ends in the house too, where somebody would talk to nobody.', async () => {
    Peer.broken = true;
    void phone.call();
    allow();
    await settle();
    await joined('l1');
    expect([phone.at, phone.trouble]).toEqual(['over', 'failed']);
    expect(frames('call_leave')).toMatchObject([{ leg: 'l1' }]);
  });

  it('An answer that comes after we gave up begins no call.', async () => {
    void phone.call();
    allow();
    await settle();
    await settle(20_000);
    expect([phone.at, phone.trouble]).toEqual(['over', 'failed']);
    await joined('l1');
    expect(frames('call_leave')).toMatchObject([{ leg: 'l1' }]);
  });
});
