/** The sound between this page and a call: one peer connection for each leg, and how well it is heard. */

import { gathered, heardBy, type Heard } from '@hoolin/ui/quality';

export { NOTHING, qualityOf, type Heard, type Quality } from '@hoolin/ui/quality';

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
    await gathered(this.#peer);
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

  heard = (): Promise<Heard> => heardBy(this.#peer);

  close(): void {
    this.#closed = true;
    this.#drop(this.#microphone);
    this.#peer.close();
  }

  /** A microphone that is not let go stays lit, and may be taken for the next call. */
  #drop(microphone: MediaStream): void {
    for (const track of microphone.getTracks()) track.stop();
  }
}
