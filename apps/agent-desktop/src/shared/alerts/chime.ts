const NOTES = [
  { hertz: 659.25, atS: 0 },
  { hertz: 987.77, atS: 0.14 },
] as const;
const NOTE_S = 0.32;
const LOUDNESS = 0.12;
/** So long other tabs know that this request was heard. */
const HEARD_MS = 4_000;

let context: AudioContext | undefined;

/** Browsers let a page be heard once somebody has used it: the first press or key makes it ready. */
export function readyToChime(): () => void {
  const used = new AbortController();
  const ready = () => {
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
    used.abort();
  };
  for (const gesture of ['pointerdown', 'keydown']) window.addEventListener(gesture, ready, { signal: used.signal });
  return () => used.abort();
}

/** Two short notes, once however many tabs are open. Silent where the browser does not let the page be heard. */
export async function chime(offerId: string): Promise<void> {
  const locks = navigator.locks as LockManager | undefined; // only on https and on this machine
  if (!locks) return play();
  await locks.request(`parley.chime.${offerId}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    play();
    await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
  });
}

function play(): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    for (const { hertz, atS } of NOTES) note(context, hertz, context.currentTime + atS);
  } catch {
    // No sound device, or not allowed: what is to be heard is also seen.
  }
}

function note(audio: AudioContext, hertz: number, at: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
