/** The sound between this page and a call: the customer's microphone one way, whoever speaks to them the other. */

import { gathered, heardBy, type Heard } from '@hoolin/ui/quality';

/** So long the connection may be away before it is believed to be broken: a change from wireless to mobile takes a few seconds. */
const AWAY_MS = 6_000;

export class Line {
  #peer = new RTCPeerConnection();
  #closed = false;
  #away: ReturnType<typeof setTimeout> | undefined;

  /** play: given what is to be heard. lost: the sound broke down, and does not come back by itself. */
  constructor(
    private microphone: MediaStream,
    play: (heard: MediaStream) => void,
    lost: () => void,
  ) {
    this.#peer.ontrack = ({ track }) => play(new MediaStream([track]));
    this.#peer.onconnectionstatechange = () => {
      clearTimeout(this.#away);
      if (this.#closed) return;
      if (this.#peer.connectionState === 'failed') lost();
      else if (this.#peer.connectionState === 'disconnected') this.#away = setTimeout(lost, AWAY_MS);
    };
    for (const track of microphone.getAudioTracks()) this.#peer.addTrack(track, microphone);
  }

  async offer(): Promise<string> {
    await this.#peer.setLocalDescription(await this.#peer.createOffer());
    await gathered(this.#peer);
    return this.#peer.localDescription!.sdp;
  }

  answered = (sdp: string): Promise<void> => this.#peer.setRemoteDescription({ type: 'answer', sdp });

  mute(on: boolean): void {
    for (const track of this.microphone.getAudioTracks()) track.enabled = !on;
  }

  async speakInto(microphone: MediaStream): Promise<void> {
    const [track] = microphone.getAudioTracks();
    await Promise.all(this.#peer.getSenders().map((sender) => sender.replaceTrack(track ?? null)));
    drop(this.microphone);
    this.microphone = microphone;
  }

  heard = (): Promise<Heard> => heardBy(this.#peer);

  close(): void {
    this.#closed = true;
    clearTimeout(this.#away);
    drop(this.microphone);
    this.#peer.close();
  }
}

/** A microphone that is not let go stays lit. */
export function drop(microphone: MediaStream | null): void {
  for (const track of microphone?.getTracks() ?? []) track.stop();
}

/** Fails with a DOMException: not allowed, none there, or taken by another program. */
export async function listen(id = ''): Promise<MediaStream> {
  // Absent where the page was not loaded safely (https).
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  // The wish for one that was unplugged meanwhile is no reason for silence.
  return navigator.mediaDevices.getUserMedia({ audio: id ? { ...wanted, deviceId: id } : wanted });
}

/** Names are told only once the microphone has been allowed. */
export async function microphones(): Promise<readonly MediaDeviceInfo[]> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return found.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId);
}
