/**
 * The telephone of this page. Which conversation is talked in here is remembered in the tab: loaded again, it goes on, and of several
 * tabs only the one that took the call speaks. The call itself lives in the house; a page comes and goes.
 */
import { Unanswered, type Call, type FactFrame, type PhoneFrame, type PhoneQuestion } from '@hoolin/client';
import { Devices, trouble } from './devices.svelte.ts';
import type { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { NOTHING, qualityOf, Sound, type Heard, type Quality } from './sound.ts';
import type { Key, Words } from './words.svelte.ts';

/** Not talking; asking for the microphone and for sound; talking; it did not work. */
/** `none`: nobody is on the line; a message was left, or the call is over. */
export type Stage = 'off' | 'joining' | 'up' | 'failed' | 'none';

/** A colleague asks us, while their customer waits. */
export interface Asked {
  interaction: string;
  leg: string;
  by: string;
}

const KEPT = 'hoolin.talks';
const MEASURE_MS = 2_000;
const TRIES_MAX = 3; // of a sound that breaks down again and again; then a person decides
const LEGS: readonly string[] = ['call_began', 'leg_began', 'leg_answered', 'leg_ended', 'call_ended', 'conference_began'];

export class Phone {
  readonly devices = new Devices();
  #stage = $state<Stage>('off');
  #talks = $state(sessionStorage.getItem(KEPT));
  #muted = $state(false);
  #quality = $state<Quality>('good');
  #trouble = $state<Key | null>(null);
  #call = $state.raw<Call | null>(null);
  #asked = $state.raw<Asked | null>(null);
  #asking = $state(false);
  #sound: Sound | null = null;
  #leg: string | null = null;
  #heard: Heard = NOTHING;
  #tries = 0;
  /** Counts up whenever sound ends or begins anew: what was asked for before has nothing to do with what is here now. */
  #turn = 0;
  #measuring: ReturnType<typeof setInterval> | undefined;
  #speaker = new Audio();
  #live: Live;
  #notices: Notices;
  #words: Words;

  constructor(live: Live, notices: Notices, words: Words) {
    this.#live = live;
    this.#notices = notices;
    this.#words = words;
    this.#speaker.autoplay = true;
    live.bus.on('desk', () => this.#follow());
    live.bus.on('phone', (frame) => this.#told(frame));
    live.bus.on('fact', (frame) => this.#changed(frame));
    live.bus.on('connection', (state) => state === 'live' && this.#backOnline());
    this.devices.onchange(() => void this.#otherDevice());
  }

  get stage(): Stage {
    return this.#stage;
  }
  /** The conversation that is talked in on this page. */
  get talks(): string | null {
    return this.#talks;
  }
  get muted(): boolean {
    return this.#muted;
  }
  get quality(): Quality {
    return this.#quality;
  }
  /** What is in the way, as a key of ours. */
  get trouble(): Key | null {
    return this.#trouble;
  }
  get call(): Call | null {
    return this.#call;
  }
  get asked(): Asked | null {
    return this.#asked;
  }
  /** Whether we take part as the one who is asked. */
  get asking(): boolean {
    return this.#asking;
  }

  /** Whether the customer of this conversation calls from a page: then they read, too, what is written to them. */
  fromPage(interaction: string): boolean {
    const call = this.#talks === interaction ? this.#call : null;
    return !!call?.legs.some(({ leg, via }) => leg === call.customer_leg && via === 'browser');
  }

  /** Talk in this conversation, on this page: now if it is ours already, else once it is. */
  take(interaction: string): void {
    if (this.#talks !== interaction) this.#hangUp();
    this.#remember(interaction);
    this.#tries = 0;
    this.#stage = 'off';
    this.#follow();
  }

  mute(on = !this.#muted): void {
    this.#muted = on;
    this.#sound?.mute(on);
  }

  press(digits: string): void {
    if (this.#leg) void this.#ask({ type: 'phone_press', leg: this.#leg, digits });
  }

  /** Stop talking here; the conversation goes on, and another page may join. */
  leave(): void {
    const leg = this.#leg;
    this.#hangUp();
    this.#remember(null);
    if (leg) void this.#ask({ type: 'phone_leave', leg });
  }

  async dial(to: { number: string } | { interaction: string }): Promise<string | null> {
    const told = await this.#ask({ type: 'phone_dial', ...to });
    if (told?.interaction) this.take(told.interaction);
    return told?.interaction ?? null;
  }

  consult = (to: { to_agent: string } | { number: string }): void => this.#inCall((interaction) => ({ type: 'phone_consult', interaction, ...to }));
  handOver = (): void => this.#inCall((interaction) => ({ type: 'phone_hand_over', interaction }));
  confer = (): void => this.#inCall((interaction) => ({ type: 'phone_confer', interaction }));
  release = (): void => this.#inCall((interaction) => ({ type: 'phone_release', interaction }));

  /** A colleague's question: taken, or let go. */
  answerAsked(): void {
    const asked = this.#asked;
    this.#asked = null;
    if (!asked) return;
    this.#asking = true;
    this.take(asked.interaction);
    void this.#join(asked.interaction);
  }
  declineAsked(): void {
    const asked = this.#asked;
    this.#asked = null;
    if (asked) void this.#ask({ type: 'phone_leave', leg: asked.leg });
  }

  /** How the call of a conversation is now. */
  async look(interaction: string): Promise<void> {
    const told = await this.#question({ type: 'phone_look', interaction }).catch(() => null);
    this.#call = told?.call ?? null;
  }

  stop(): void {
    this.#hangUp();
  }

  /** What the desk says decides whether sound should be here. */
  #follow(): void {
    const interaction = this.#talks;
    if (!interaction || !this.#live.desk) return;
    const row = this.#live.row(interaction);
    if (this.#asking) {
      this.#asking = row?.agent !== this.#live.myAgent; // handed over: from now on it is our own
      return;
    }
    const offered = this.#live.offers.some((offer) => offer.interaction === interaction);
    const here = row?.agent === this.#live.myAgent && (row?.state === 'active' || row?.state === 'held');
    if (here && this.#stage === 'off') void this.#join(interaction);
    else if (!here && !offered && row?.state !== 'offered' && this.#stage !== 'off') this.#over();
    else if (!row) this.#remember(null);
  }

  async #join(interaction: string): Promise<void> {
    this.#stage = 'joining';
    this.#trouble = null;
    const turn = ++this.#turn;
    let microphone: MediaStream | null = null;
    const quiet = () => microphone?.getTracks().forEach((track) => track.stop());
    try {
      microphone = await this.devices.listen();
      if (turn !== this.#turn) return quiet();
      const { leg, sdp } = await this.#question({ type: 'phone_join', interaction, tab: tab() });
      if (turn !== this.#turn) {
        if (leg && this.#talks !== interaction) void this.#ask({ type: 'phone_leave', leg });
        return quiet();
      }
      if (!leg || !sdp) throw new Unanswered('conflict');
      const sound = (this.#sound = new Sound(microphone, (heard) => this.#play(heard), () => this.#brokeDown()));
      sound.mute(this.#muted);
      this.#leg = leg;
      await this.#question({ type: 'phone_answer', leg, sdp: await sound.answer(sdp) });
      if (turn !== this.#turn) return;
      this.#stage = 'up';
      this.#measure();
      void this.look(interaction);
    } catch (problem) {
      quiet();
      if (turn !== this.#turn) return;
      this.#hangUp();
      if (problem instanceof Unanswered && problem.code === 'call') {
        this.#stage = 'none';
        return;
      }
      this.#stage = 'failed';
      this.#trouble = problem instanceof Unanswered ? 'phone.failed' : trouble(problem);
      this.#notices.say(problem instanceof Unanswered ? this.#words.error(problem.code) : this.#words.t(this.#trouble), true);
    }
  }

  /** A new connection for what comes back; what is said and heard goes on by the old one until it is there. */
  async #joinAnew(): Promise<void> {
    const before = this.#sound;
    this.#sound = null;
    if (this.#talks) await this.#join(this.#talks);
    before?.close();
  }

  #play(heard: MediaStream): void {
    this.#speaker.srcObject = heard;
    void this.devices.speakThrough(this.#speaker);
    // A page that was loaded again may not make sound before it is touched: say so instead of leaving silence.
    this.#speaker.play().catch(() => (this.#trouble = 'phone.touch'));
  }

  /** After a touch of the page: sound may be heard. */
  hear(): void {
    this.#trouble = null;
    void this.#speaker.play();
  }

  #measure(): void {
    this.#heard = NOTHING;
    clearInterval(this.#measuring);
    this.#measuring = setInterval(async () => {
      const now = await this.#sound?.heard().catch(() => null);
      if (!now || this.#stage !== 'up') return;
      // While the customer waits nothing need come, and nobody is badly heard.
      const held = this.#live.row(this.#talks ?? '')?.state === 'held';
      this.#quality = held || this.#heard === NOTHING ? 'good' : qualityOf(this.#heard, now);
      this.#heard = held ? NOTHING : now;
    }, MEASURE_MS);
  }

  #brokeDown(): void {
    this.#hangUp();
    const interaction = this.#talks;
    this.#tries += 1;
    if (interaction && this.#tries <= TRIES_MAX) void this.#join(interaction);
    else this.#stage = 'failed';
  }

  /** The line to the house was gone for a while; the sound was not. */
  #backOnline(): void {
    if (this.#stage !== 'up' || !this.#talks || !this.#leg) return;
    const interaction = this.#talks;
    void this.#question({ type: 'phone_join', interaction, tab: tab(), leg: this.#leg }).then(
      ({ leg, sdp }) => (sdp || leg !== this.#leg) && (this.#hangUp(), void this.#join(interaction)),
      () => {},
    );
  }

  #told(frame: PhoneFrame): void {
    if (frame.event === 'asked') {
      this.#asked = { interaction: frame.interaction!, leg: frame.leg!, by: frame.by! };
      this.#notices.speak(this.#words.t('phone.asked', { name: this.#live.agentName(frame.by!) }));
    } else if (frame.event === 'ended') {
      if (frame.leg === this.#asked?.leg) this.#asked = null;
      if (frame.leg === this.#leg) this.#ended(frame);
      else if (frame.interaction === this.#talks) void this.look(frame.interaction!);
    } else if (frame.event === 'again') {
      if (frame.leg === this.#leg && !this.#asking) void this.#joinAnew();
    } else if (frame.event === 'rings' && frame.interaction === this.#talks) void this.look(frame.interaction!);
  }

  #ended(frame: PhoneFrame): void {
    const row = this.#live.row(frame.interaction!);
    const ours = row?.agent === this.#live.myAgent && (row?.state === 'active' || row?.state === 'held');
    this.#hangUp();
    if (this.#asking || !ours) this.#over();
    else this.#stage = 'failed'; // it went on elsewhere, or broke: here it can be taken up again
  }

  #changed({ fact }: FactFrame): void {
    if (LEGS.includes(fact.fact) && this.#talks && fact['interaction'] === this.#talks) void this.look(this.#talks);
  }

  async #otherDevice(): Promise<void> {
    await this.devices.speakThrough(this.#speaker);
    if (!this.#sound) return;
    try {
      await this.#sound.speakInto(await this.devices.listen());
      this.#sound.mute(this.#muted);
    } catch (problem) {
      this.#notices.say(this.#words.t(trouble(problem)), true);
    }
  }

  #inCall(question: (interaction: string) => PhoneQuestion): void {
    const interaction = this.#talks;
    if (interaction) void this.#ask(question(interaction)).then(() => this.look(interaction));
  }

  #question = (asked: PhoneQuestion): Promise<PhoneFrame> => this.#live.question(asked);

  /** The same, where a refusal is said and nothing else follows from it. */
  async #ask(asked: PhoneQuestion): Promise<PhoneFrame | null> {
    try {
      return await this.#question(asked);
    } catch (problem) {
      this.#notices.say(this.#words.error(problem instanceof Unanswered ? problem.code : ''), true);
      return null;
    }
  }

  #hangUp(): void {
    this.#turn += 1;
    clearInterval(this.#measuring);
    this.#sound?.close();
    this.#speaker.srcObject = null;
    this.#sound = this.#leg = null;
    this.#quality = 'good';
  }

  #over(): void {
    this.#hangUp();
    this.#remember(null);
    this.#stage = 'off';
    this.#muted = this.#asking = false;
    this.#trouble = this.#call = null;
  }

  #remember(interaction: string | null): void {
    this.#talks = interaction;
    if (interaction) sessionStorage.setItem(KEPT, interaction);
    else sessionStorage.removeItem(KEPT);
  }
}

/** A word by which the house tells this tab from others. */
export function tab(): string {
  const kept = sessionStorage.getItem('hoolin.tab') ?? crypto.randomUUID();
  sessionStorage.setItem('hoolin.tab', kept);
  return kept;
}
