/** Two short notes, soft enough for an open office. Made here: no file to load, nothing to wait for. */
let context: AudioContext | undefined;

export function tone(): void {
  context ??= new AudioContext();
  const start = context.currentTime;
  for (const [at, pitch] of [[0, 660], [0.16, 880]] as const) {
    const note = new OscillatorNode(context, { type: 'sine', frequency: pitch });
    const level = new GainNode(context, { gain: 0 });
    level.gain.setValueAtTime(0, start + at);
    level.gain.linearRampToValueAtTime(0.12, start + at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, start + at + 0.28);
    note.connect(level).connect(context.destination);
    note.start(start + at);
    note.stop(start + at + 0.3);
  }
}

const RING_MS = 3_000;

/** Rings until it is told to stop. */
export function ring(): () => void {
  tone();
  const again = setInterval(tone, RING_MS);
  return () => clearInterval(again);
}
