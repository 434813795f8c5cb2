/** A call to the flow that is being written: prompts are heard, keys are pressed, and silence counts from the end of the last prompt. */
import type { Awaits, Event, FlowCalls } from '../flow/calls.ts';
import type { Editor } from './editor.svelte.ts';
import { Player } from './player.svelte.ts';
import { Runner } from './runner.svelte.ts';

const TICK_MS = 100;
/** Of a number: after so long without another key it is whole, as on the telephone. */
const BETWEEN_KEYS_MS = 4_000;
const PERSON = '0';

export class Caller {
  readonly runner: Runner;
  readonly player: Player;
  #figures = $state('');
  #left = $state(0);
  #whole = $state(0);
  #on = $state(false);
  #early = '';
  #deaf = false;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(editor: Editor, calls: FlowCalls) {
    this.runner = new Runner(editor, calls);
    this.runner.spoken = true;
    this.player = new Player(calls, editor.name);
  }

  get on(): boolean {
    return this.#on;
  }
  /** Keys of a number so far. */
  get figures(): string {
    return this.#figures;
  }
  /** How long silence may last still, in milliseconds; 0: nothing is awaited. */
  get left(): number {
    return this.#left;
  }
  get whole(): number {
    return this.#whole;
  }
  get awaits(): Awaits | null {
    return this.runner.run.step?.awaits ?? null;
  }

  async call(): Promise<void> {
    this.#on = true;
    if (await this.runner.begin()) await this.#speak();
  }

  hangUp(): void {
    this.#on = false;
    this.#rest();
    this.player.close();
    this.runner.stop();
  }

  /** While a prompt that may not be interrupted is said, a key is kept and counts after it. */
  press(key: string): void {
    if (!this.#on || this.runner.over) return;
    if (this.#deaf) return void (this.#early = key);
    const awaits = this.awaits;
    if (!awaits) return;
    if (awaits.what === 'figures') return this.#figure(key, awaits);
    if (awaits.what === 'lookup' && key !== PERSON) return;
    void this.tell(awaits.what === 'recording' && key !== PERSON ? { event: 'said', text: '…' } : { event: 'keyed', keys: key });
  }

  async tell(event: Event): Promise<void> {
    this.#rest();
    this.player.hush();
    if (await this.runner.tell(event)) await this.#speak();
  }

  #figure(key: string, { most }: Awaits): void {
    this.player.hush();
    const figures = this.#figures + key;
    if (figures === PERSON && most <= 1) return void this.tell({ event: 'keyed', keys: PERSON });
    this.#figures = figures;
    if (key === '#' || figures.length >= most) void this.#number();
    else this.#count(BETWEEN_KEYS_MS, () => void this.#number());
  }

  #number(): Promise<void> {
    const keys = this.#figures.replace(/#$/, '') || '#';
    return this.tell({ event: 'keyed', keys });
  }

  async #speak(): Promise<void> {
    const { says } = this.runner.run;
    for (const prompt of says) {
      this.#deaf = !prompt.barge_in;
      const whole = await this.player.say(prompt);
      this.#deaf = false;
      if (!whole) return;
      if (this.#early) {
        const key = this.#early;
        this.#early = '';
        return this.press(key);
      }
    }
    const awaits = this.awaits;
    if (!this.#on || !awaits) return;
    if (awaits.timeout_ms) this.#count(awaits.timeout_ms, () => void this.tell({ event: awaits.what === 'lookup' ? 'lookup_failed' : 'silence' }));
  }

  #count(ms: number, done: () => void): void {
    this.#stopClock();
    this.#whole = this.#left = ms;
    const end = performance.now() + ms;
    this.#ticking = setInterval(() => {
      this.#left = Math.max(0, end - performance.now());
      if (this.#left) return;
      this.#stopClock();
      done();
    }, TICK_MS);
  }

  #stopClock(): void {
    clearInterval(this.#ticking);
    this.#left = 0;
  }

  #rest(): void {
    this.#stopClock();
    this.#figures = '';
    this.#early = '';
    this.#deaf = false;
  }
}
