/**
 * Taking part in a call of somebody else's: listening, whispering to the agent, joining. Also who takes part in the call that is open, since
 * whoever is listened to sees it all the time.
 */
import { Unanswered, type Call, type Leg, type Mode, type PhoneFrame } from '@hoolin/client';
import { trouble, type Devices } from './devices.svelte.ts';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { tab, type Stage } from './phone.svelte.ts';
import { Sound } from './sound.ts';
import type { Words } from './words.svelte.ts';

export const MODES: readonly Mode[] = ['listen', 'whisper', 'barge'];
const ABOUT: readonly string[] = ['call_began', 'leg_began', 'leg_answered', 'leg_ended', 'call_ended', 'conference_began', 'supervisor_joined', 'supervisor_left'];

/** Whoever listens to a call, whispers in it or has joined. */
export const supervisors = (call: Call | null): Leg[] => call?.legs.filter(({ part }) => part === 'supervisor') ?? [];

export class Supervision {
  #looks = $state<string | null>(null);
  #call = $state.raw<Call | null>(null);
  #stage = $state<Stage>('off');
  #mode = $state<Mode | null>(null);
  #interaction = $state<string | null>(null);
  #sound: Sound | null = null;
  #leg: string | null = null;
  #speakers: HTMLAudioElement[] = [];
  #turn = 0;
  #live: Live;
  #devices: Devices;
  #notices: Notices;
  #words: Words;

  constructor(live: Live, devices: Devices, notices: Notices, words: Words) {
    this.#live = live;
    this.#devices = devices;
    this.#notices = notices;
    this.#words = words;
    live.bus.on('phone', (frame) => this.#told(frame));
    live.bus.on('fact', ({ fact }) => {
      if (ABOUT.includes(fact.fact) && this.#looks && fact['interaction'] === this.#looks) void this.#look();
    });
    live.bus.on('connection', (state) => state === 'live' && (this.#over(), void this.#look()));
  }

  get stage(): Stage {
    return this.#stage;
  }
  get mode(): Mode | null {
    return this.#mode;
  }
  /** In whose call we take part. */
  get interaction(): string | null {
    return this.#interaction;
  }
  /** The call of a conversation as it is, if it is the one that is looked at. */
  of = (interaction: string): Call | null => (this.#looks === interaction ? this.#call : null);

  /** From now on the call of this conversation is followed. */
  looks(interaction: string): void {
    if (this.#looks === interaction) return;
    this.#looks = interaction;
    this.#call = null;
    void this.#look();
  }

  /** Take part, or in another way; what was heard goes on until the new sound is there. */
  async take(interaction: string, mode: Mode): Promise<void> {
    const turn = ++this.#turn;
    const before = { sound: this.#sound, speakers: this.#speakers };
    this.#speakers = [];
    [this.#stage, this.#mode, this.#interaction] = ['joining', mode, interaction];
    let microphone = new MediaStream();
    try {
      if (mode !== 'listen') microphone = await this.#devices.listen();
      const { leg, sdp } = await this.#live.question({ type: 'phone_supervise', interaction, mode, tab: tab() });
      if (!leg || !sdp || turn !== this.#turn) throw new Unanswered('conflict');
      this.#leg = leg;
      this.#sound = new Sound(microphone, (heard) => this.#play(heard), () => this.leave());
      await this.#live.question({ type: 'phone_answer', leg, sdp: await this.#sound.answer(sdp) });
      this.#stage = 'up';
    } catch (problem) {
      for (const track of microphone.getTracks()) track.stop();
      if (turn !== this.#turn) return;
      this.leave();
      this.#notices.say(problem instanceof Unanswered ? this.#words.error(problem.code) : this.#words.t(trouble(problem)), true);
    } finally {
      before.sound?.close();
      for (const speaker of before.speakers) speaker.srcObject = null;
    }
  }

  leave(): void {
    const leg = this.#leg;
    this.#over();
    if (leg) void this.#live.question({ type: 'phone_leave', leg }).catch(() => {});
  }

  stop(): void {
    this.#over();
  }

  /** Whoever only listens is sent each voice by itself. */
  #play(heard: MediaStream): void {
    const speaker = new Audio();
    this.#speakers.push(speaker);
    speaker.autoplay = true;
    speaker.srcObject = heard;
    void this.#devices.speakThrough(speaker);
    speaker.play().catch(() => {});
  }

  async #look(): Promise<void> {
    const interaction = this.#looks;
    if (!interaction) return;
    const told = await this.#live.question({ type: 'phone_look', interaction }).catch(() => null);
    if (interaction === this.#looks) this.#call = told?.call ?? null;
  }

  #told(frame: PhoneFrame): void {
    if (frame.leg !== this.#leg || !this.#leg) return;
    if (frame.event === 'again') void this.take(this.#interaction!, this.#mode!);
    else if (frame.event === 'ended') {
      if (frame.cause !== 'hung_up') this.#notices.say(this.#words.t('supervise.ended'));
      this.#over();
    }
  }

  #over(): void {
    this.#turn += 1;
    this.#sound?.close();
    for (const speaker of this.#speakers) speaker.srcObject = null;
    this.#speakers = [];
    this.#sound = this.#leg = this.#mode = this.#interaction = null;
    this.#stage = 'off';
  }
}
