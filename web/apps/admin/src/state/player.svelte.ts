/** Prompts as a caller hears them, one after the other; where this machine has no voice, they last as long and are silent. */
import type { Language } from '@hoolin/ui/i18n';
import type { FlowCalls } from '../flow/calls.ts';
import { problemCode } from './shared.svelte.ts';

export class Player {
  #calls: FlowCalls;
  #flow: string;
  #context: AudioContext | null = null;
  #end: (() => void) | null = null;
  #turn = 0;
  #silent = $state('');
  #speaking = $state('');
  #heard = $state(0);

  constructor(calls: FlowCalls, flow: string) {
    this.#calls = calls;
    this.#flow = flow;
  }

  /** Why nothing is heard, by its code; empty while there is a voice. */
  get silent(): string {
    return this.#silent;
  }
  get speaking(): string {
    return this.#speaking;
  }
  /** How many seconds of sound have been played to their end. */
  get heard(): number {
    return this.#heard;
  }

  /** Say it to its end; false when something else was to be said meanwhile, or it was cut off. */
  async say(words: { language: Language; text: string; prompt?: string; ms?: number }): Promise<boolean> {
    this.hush();
    const turn = this.#turn;
    if (!words.text.trim()) return true;
    this.#speaking = words.text;
    // Made at the first click: before one, browsers let no page be heard.
    this.#context ??= new AudioContext();
    const sound = await this.#sound(words);
    if (turn !== this.#turn) return false;
    await (sound ? this.#play(sound) : this.#wait(words.ms ?? 0));
    if (turn !== this.#turn) return false;
    this.#speaking = '';
    if (sound) this.#heard += sound.duration;
    return true;
  }

  hush(): void {
    this.#turn++;
    this.#speaking = '';
    this.#end?.();
    this.#end = null;
  }

  close(): void {
    this.hush();
    void this.#context?.close();
    this.#context = null;
  }

  async #sound({ language, text, prompt = '' }: { language: Language; text: string; prompt?: string }): Promise<AudioBuffer | null> {
    try {
      const bytes = await this.#calls.sound(this.#flow, { language, text, prompt });
      const sound = await this.#context?.decodeAudioData(bytes);
      this.#silent = '';
      return sound ?? null;
    } catch (problem) {
      this.#silent = problemCode(problem);
      return null;
    }
  }

  #play(sound: AudioBuffer): Promise<void> {
    return new Promise((resolve) => {
      const source = this.#context!.createBufferSource();
      source.buffer = sound;
      source.connect(this.#context!.destination);
      source.onended = () => resolve();
      this.#end = () => {
        source.stop();
        resolve();
      };
      source.start();
    });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
