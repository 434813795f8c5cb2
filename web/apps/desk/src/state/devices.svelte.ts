/** Which microphone and which loudspeaker, of those that are there; kept on this device, where they are plugged in. */

import type { Key } from './words.svelte.ts';

const MICROPHONE = 'hoolin.microphone';
const SPEAKER = 'hoolin.speaker';

export class Devices {
  #microphone = $state(localStorage.getItem(MICROPHONE) ?? '');
  #speaker = $state(localStorage.getItem(SPEAKER) ?? '');
  #microphones = $state.raw<readonly MediaDeviceInfo[]>([]);
  #speakers = $state.raw<readonly MediaDeviceInfo[]>([]);
  #changed: (() => void) | undefined;

  constructor() {
    // Absent where the page is not loaded safely: then there is no telephone either.
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.look());
  }

  get microphones(): readonly MediaDeviceInfo[] {
    return this.#microphones;
  }
  get speakers(): readonly MediaDeviceInfo[] {
    return this.#speakers;
  }

  /** '' is whatever the computer takes by itself. */
  get microphone(): string {
    return this.#microphone;
  }
  set microphone(id: string) {
    this.#microphone = id;
    localStorage.setItem(MICROPHONE, id);
    this.#changed?.();
  }

  get speaker(): string {
    return this.#speaker;
  }
  set speaker(id: string) {
    this.#speaker = id;
    localStorage.setItem(SPEAKER, id);
    this.#changed?.();
  }

  /** Called when another one is chosen. */
  onchange(changed: () => void): void {
    this.#changed = changed;
  }

  /** Names are told only once the microphone has been allowed. */
  async look(): Promise<void> {
    const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    this.#microphones = found.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId);
    this.#speakers = found.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId);
  }

  /** Fails with a DOMException: not allowed, none there, or taken by another program. */
  async listen(): Promise<MediaStream> {
    if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const chosen = this.#microphones.some(({ deviceId }) => deviceId === this.#microphone);
    const audio = chosen ? { ...wanted, deviceId: { exact: this.#microphone } } : wanted;
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    void this.look();
    return stream;
  }

  /** Sends sound to the chosen loudspeaker, where the browser lets a page choose. */
  async speakThrough(element: HTMLAudioElement): Promise<void> {
    const known = this.#speakers.some(({ deviceId }) => deviceId === this.#speaker);
    await element.setSinkId?.(known ? this.#speaker : '').catch(() => {});
  }
}

const TROUBLES: Readonly<Record<string, Key>> = {
  NotAllowedError: 'phone.denied',
  SecurityError: 'phone.unsafe',
  NotReadableError: 'phone.taken',
  AbortError: 'phone.taken',
};

/** Why there is no microphone, and what to do about it. */
export const trouble = (problem: unknown): Key => TROUBLES[problem instanceof DOMException ? problem.name : ''] ?? 'phone.missing';
