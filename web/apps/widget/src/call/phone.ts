/**
 * The customer's call, as this page has it. The call itself lives in the house: a page that is loaded again goes on with it, and is told how
 * it stands by frames on the chat's own socket. Which tab talks is kept in the tab.
 */

import { NOTHING, qualityOf, type Heard, type Quality } from '@hoolin/ui/quality';
import type { CallFrame, FromServer, Stage } from '../chat/frames.ts';
import { newKey, type Session } from '../chat/session.ts';
import { drop, Line, listen, microphones } from './line.ts';
import type { CallKey } from './words.ts';

/** `asking`: for the microphone. `calling`: until we are there. `over`: it has ended, and `trouble` may say why. */
export type At = 'notice' | 'asking' | 'calling' | 'up' | 'over';

export const KEPT = 'hoolin-call';
const MEASURE_MS = 2_000;
const ANSWER_MS_MAX = 15_000;
/** Of a sound that breaks down again and again; then it is over. */
const TRIES_MAX = 3;

const TROUBLES: Readonly<Record<string, CallKey>> = {
  NotAllowedError: 'denied',
  NotFoundError: 'missing',
  SecurityError: 'unsafe',
  NotSupportedError: 'unsafe',
  NotReadableError: 'taken',
  AbortError: 'taken',
};
const CAUSES: Readonly<Record<string, CallKey>> = { hung_up: 'ended', released: 'ended', replaced: 'elsewhere' };
const REFUSED: Readonly<Record<string, CallKey>> = { call: 'ended', leg: 'ended', calls_full: 'full', too_many: 'often', called_too_often: 'often' };

/** What is in the way, as a word of ours. */
function why(problem: unknown): CallKey {
  if (problem instanceof Refused) return REFUSED[problem.code] ?? 'failed';
  return TROUBLES[problem instanceof DOMException ? problem.name : ''] ?? 'failed';
}

class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export class Phone {
  at: At = 'notice';
  leg = kept();
  state: Stage | null = null;
  place: number | null = null;
  wait: { readonly low_ms: number; readonly high_ms: number } | null = null;
  person: string | null = null;
  recorded = false;
  muted = false;
  /** What is in the way. `touch`: the page may not make sound before it is touched. */
  trouble: CallKey | null = null;
  quality: Quality = 'good';
  inputs: readonly MediaDeviceInfo[] = [];
  input = '';
  /** A callback that was promised instead: what was answered. */
  promised: { readonly low_ms: number | null; readonly high_ms: number | null } | null = null;
  #line: Line | null = null;
  #heard: Heard = NOTHING;
  #measured: Quality = 'good';
  #tries = 0;
  #measuring: ReturnType<typeof setInterval> | undefined;
  #speaker = new Audio();
  #asked = new Map<string, (frame: CallFrame | string) => void>();
  /** Counts what was begun and what was ended: whatever comes back to an earlier turn has nothing to say in this one. */
  #turn = 0;
  /** The leg that was hung up here: what is still told of it is of no concern to a newer call. */
  #left = '';
  #was = '';

  constructor(
    private readonly session: Session,
    private readonly draw: () => void,
  ) {
    this.#speaker.autoplay = true;
    session.heard = (frame) => this.#told(frame);
    session.subscribe(() => this.#turned());
  }

  get busy(): boolean {
    return this.at === 'asking' || this.at === 'calling' || this.at === 'up';
  }

  /** Begins a call, or goes on with the one that this tab had. */
  async call(): Promise<void> {
    if (this.busy) return;
    this.#become('asking');
    this.#tries = 0;
    this.promised = null;
    await this.#talk();
  }

  /** Offers sound of our own, for a new call or for the one that is there; `before` goes on being heard until that is done. */
  async #talk(before: Line | null = null): Promise<void> {
    const turn = ++this.#turn;
    const mine = (): boolean => turn === this.#turn;
    let microphone: MediaStream | null = null;
    try {
      microphone = await listen(this.input);
      if (!mine()) return drop(microphone);
      this.#become('calling');
      const line = (this.#line = new Line(microphone, (heard) => this.#play(heard), () => this.#broke(line)));
      line.mute(this.muted);
      const sdp = await line.offer();
      if (!mine()) return;
      const { leg, sdp: answer } = await this.#ask(this.leg ? { type: 'call_join', leg: this.leg, sdp } : { type: 'call', sdp }, mine);
      if (!mine()) return this.#late(leg);
      this.#keep(leg);
      this.session.known();
      await line.answered(answer!);
      if (!mine()) return;
      this.#become('up');
      this.#measure();
      this.inputs = await microphones();
      this.draw();
    } catch (problem) {
      drop(microphone);
      if (mine()) this.#end(why(problem));
    } finally {
      before?.close();
    }
  }

  hangUp(): void {
    this.#end('ended');
  }

  /** Over from this side: the house is told, for it would keep the call. */
  #end(trouble: CallKey): void {
    if (this.leg) this.#leave(this.leg);
    this.#over(trouble);
  }

  #leave(leg: string): void {
    this.#left = leg;
    void this.#ask({ type: 'call_leave', leg }).catch(() => {});
  }

  /** The house has begun a call that nobody waited for any more: whoever calls again has it, otherwise it is hung up there too. */
  #late(leg: string): void {
    if (!this.busy) this.#leave(leg);
    else if (!this.leg && leg !== this.#left) this.#keep(leg);
  }

  press(digits: string): void {
    if (this.leg) void this.#ask({ type: 'call_press', leg: this.leg, digits }).catch(() => {});
  }

  mute(): void {
    this.muted = !this.muted;
    this.#line?.mute(this.muted);
    this.draw();
  }

  /** Another microphone. */
  async speakInto(id: string): Promise<void> {
    this.input = id;
    const line = this.#line;
    try {
      const microphone = await listen(id);
      if (!line || line !== this.#line) return drop(microphone);
      await line.speakInto(microphone);
      line.mute(this.muted);
    } catch (problem) {
      if (line === this.#line) this.trouble = why(problem);
    }
    this.draw();
  }

  /** After a touch of the page sound may be heard. */
  hear(): void {
    this.trouble = null;
    void this.#speaker.play();
    this.draw();
  }

  /** Before anything: it is looked at again from the beginning. */
  anew(): void {
    this.trouble = null;
    this.#become('notice');
  }

  #play(heard: MediaStream): void {
    this.#speaker.srcObject = heard;
    this.#speaker.play().catch(() => {
      if (this.#speaker.srcObject !== heard) return;
      this.trouble = 'touch';
      this.draw();
    });
  }

  #told(frame: FromServer): void {
    if (frame.type === 'refused' && frame.key) this.#asked.get(frame.key)?.(frame.code);
    if (frame.type !== 'call') return;
    if (frame.event === 'joined') (this.#asked.get(frame.key) ?? (() => this.#late(frame.leg)))(frame);
    else if (this.leg ? frame.leg !== this.leg : frame.leg === this.#left) return;
    else if (frame.event === 'ended') this.busy && this.#over(this.promised ? null : (CAUSES[frame.cause] ?? 'broke'));
    else {
      const { state, place, wait, person, recorded } = frame;
      Object.assign(this, { state, place, wait, person, recorded: recorded === 'on' });
      this.draw();
    }
  }

  /** The line to the house came back: the sound was not gone, and goes on if the house still has it. */
  #turned(): void {
    const { status } = this.session;
    if (status === this.#was) return;
    this.#was = status;
    if (status !== 'up' || this.at !== 'up' || !this.leg) return;
    const turn = this.#turn;
    void this.#ask({ type: 'call_join', leg: this.leg, sdp: '' }).catch(
      (problem) => turn === this.#turn && problem instanceof Refused && this.#end(REFUSED[problem.code] ?? 'broke'),
    );
  }

  #broke(line: Line): void {
    if (this.#line !== line) return;
    this.#tries += 1;
    if (this.#tries > TRIES_MAX) this.#end('broke');
    else void this.#talk(line);
  }

  #measure(): void {
    this.#heard = NOTHING;
    clearInterval(this.#measuring);
    this.#measuring = setInterval(async () => {
      const now = await this.#line?.heard().catch(() => null);
      if (!now || this.at !== 'up') return;
      // While nobody talks, silence is no fault of the line.
      const talking = this.state === 'active';
      // Another voice is another stream, which is counted from the beginning.
      const same = talking && this.#heard !== NOTHING && now.received >= this.#heard.received;
      const measured = same ? qualityOf(this.#heard, now) : 'good';
      this.#heard = talking ? now : NOTHING;
      // Said once it has lasted: a moment's silence is no bad line.
      const quality = measured === 'good' || measured === this.#measured ? measured : this.quality;
      this.#measured = measured;
      if (quality === this.quality) return;
      this.quality = quality;
      this.draw();
    }, MEASURE_MS);
  }

  /** wanted: whether it is still to be asked, once the line is there. */
  #ask(asked: CallAsk, wanted = (): boolean => true): Promise<Extract<CallFrame, { event: 'joined' }>> {
    const key = newKey();
    return new Promise((resolve, reject) => {
      const stop = this.session.subscribe(() => send());
      const done = (): void => {
        clearTimeout(timer);
        stop();
        this.#asked.delete(key);
      };
      const timer = setTimeout(() => (done(), reject(new Refused('timed_out'))), ANSWER_MS_MAX);
      this.#asked.set(key, (answer) => {
        done();
        if (typeof answer === 'string') reject(new Refused(answer));
        else if (answer.event === 'joined') resolve(answer);
      });
      const send = (): void => {
        if (!wanted() || this.session.send({ ...asked, key })) stop();
      };
      this.session.wake();
      send();
    });
  }

  #become(at: At): void {
    this.at = at;
    if (at !== 'over') this.trouble = null;
    this.draw();
  }

  #over(trouble: CallKey | null): void {
    this.#turn += 1;
    clearInterval(this.#measuring);
    this.#line?.close();
    this.#line = null;
    this.#speaker.srcObject = null;
    this.#keep('');
    Object.assign(this, { state: null, place: null, wait: null, person: null, recorded: false, muted: false, quality: 'good' });
    this.trouble = trouble;
    this.#become('over');
  }

  #keep(leg: string): void {
    this.leg = leg;
    try {
      if (leg) sessionStorage.setItem(KEPT, leg);
      else sessionStorage.removeItem(KEPT);
    } catch {
      // Forbidden: a page that is loaded again cannot go on.
    }
  }
}

type CallAsk =
  | { readonly type: 'call'; readonly sdp: string }
  | { readonly type: 'call_join'; readonly leg: string; readonly sdp: string }
  | { readonly type: 'call_press'; readonly leg: string; readonly digits: string }
  | { readonly type: 'call_leave'; readonly leg: string };

function kept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}
