/** The sound between this page and a call: one peer connection for each leg, and how well it is heard. */

/** How well: well enough to say nothing; noticeably worse; hardly understood. */
export type Quality = 'good' | 'thin' | 'bad';

/** Counted since the beginning: packets that came and that did not; how unevenly (s), and how long there and back (s). */
export interface Heard {
  received: number;
  lost: number;
  jitter: number;
  roundTrip: number;
}

export const NOTHING: Heard = { received: 0, lost: 0, jitter: 0, roundTrip: 0 };

/** What was heard between two counts. Thresholds after ITU-T G.113 and G.114: from there on people notice, or mind. */
export function qualityOf(before: Heard, now: Heard): Quality {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received <= 0) return 'bad';
  const share = lost / (received + lost);
  if (share > 0.05 || now.jitter > 0.08 || now.roundTrip > 0.8) return 'bad';
  return share > 0.02 || now.jitter > 0.03 || now.roundTrip > 0.3 ? 'thin' : 'good';
}

const GATHER_MS = 1_500; // addresses of this machine come at once; a slow network card must not hold up an answer

export class Sound {
  #peer = new RTCPeerConnection();
  #microphone: MediaStream;
  #closed = false;

  /** play: given what the others say. lost: the sound broke down, and will not come back by itself. */
  constructor(microphone: MediaStream, play: (heard: MediaStream) => void, lost: () => void) {
    this.#microphone = microphone;
    this.#peer.ontrack = ({ streams: [stream], track }) => play(stream ?? new MediaStream([track]));
    this.#peer.onconnectionstatechange = () => this.#peer.connectionState === 'failed' && !this.#closed && lost();
  }

  /** Our answer to an offer. */
  async answer(offer: string): Promise<string> {
    await this.#peer.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const track of this.#microphone.getAudioTracks()) this.#peer.addTrack(track, this.#microphone);
    await this.#peer.setLocalDescription(await this.#peer.createAnswer());
    await this.#gathered();
    return this.#peer.localDescription!.sdp;
  }

  mute(on: boolean): void {
    for (const track of this.#microphone.getAudioTracks()) track.enabled = !on;
  }

  /** Another microphone, without asking anybody. */
  async speakInto(microphone: MediaStream): Promise<void> {
    const [track] = microphone.getAudioTracks();
    await Promise.all(this.#peer.getSenders().map((sender) => sender.replaceTrack(track ?? null)));
    this.#drop(this.#microphone);
    this.#microphone = microphone;
  }

  async heard(): Promise<Heard> {
    const heard = { ...NOTHING };
    for (const one of (await this.#peer.getStats()).values() as Iterable<Record<string, number & string>>) {
      if (one['type'] === 'inbound-rtp' && one['kind'] === 'audio') {
        heard.received += one['packetsReceived'] ?? 0;
        heard.lost += one['packetsLost'] ?? 0;
        heard.jitter = Math.max(heard.jitter, one['jitter'] ?? 0);
      } else if (one['type'] === 'remote-inbound-rtp') heard.roundTrip = Math.max(heard.roundTrip, one['roundTripTime'] ?? 0);
    }
    return heard;
  }

  close(): void {
    this.#closed = true;
    this.#drop(this.#microphone);
    this.#peer.close();
  }

  /** A microphone that is not let go stays lit, and may be taken for the next call. */
  #drop(microphone: MediaStream): void {
    for (const track of microphone.getTracks()) track.stop();
  }

  #gathered(): Promise<void> {
    if (this.#peer.iceGatheringState === 'complete') return Promise.resolve();
    return new Promise((resolve) => {
      setTimeout(resolve, GATHER_MS);
      this.#peer.onicegatheringstatechange = () => this.#peer.iceGatheringState === 'complete' && resolve();
    });
  }
}
