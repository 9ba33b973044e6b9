interface Tune {
  readonly notes: readonly { readonly hertz: number; readonly atS: number }[];
  readonly loudness: number;
}

/** Two rising notes for a request, one soft one for a message. */
const TUNES = {
  request: { notes: [{ hertz: 659.25, atS: 0 }, { hertz: 987.77, atS: 0.14 }], loudness: 0.12 },
  message: { notes: [{ hertz: 523.25, atS: 0 }], loudness: 0.06 },
} as const satisfies Record<string, Tune>;
const NOTE_S = 0.32;
/** So long other tabs know that this was heard. */
const HEARD_MS = 4_000;

const REST_AFTER_MS = 2_000;

let context: AudioContext | undefined;
let resting: ReturnType<typeof setTimeout> | undefined;

/** Browsers let a page be heard once somebody has used it: the first press or key makes it ready. */
export function readyToChime(): () => void {
  const used = new AbortController();
  const ready = () => {
    awake();
    used.abort();
  };
  for (const gesture of ['pointerdown', 'keydown']) window.addEventListener(gesture, ready, { signal: used.signal });
  return () => used.abort();
}

/** What is new is heard once, however many tabs are open. Silent where the browser does not let the page be heard. */
export async function chime(tune: keyof typeof TUNES, id: string): Promise<void> {
  const locks = navigator.locks as LockManager | undefined; // only on https and on this machine
  if (!locks) return play(TUNES[tune]);
  await locks.request(`parley.chime.${tune}.${id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    play(TUNES[tune]);
    await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
  });
}

function play({ notes, loudness }: Tune): void {
  try {
    const audio = awake();
    for (const { hertz, atS } of notes) note(audio, { hertz, at: audio.currentTime + atS, loudness });
  } catch {
    // No sound device, or not allowed: what is to be heard is also seen.
  }
}

/** A context at work keeps the sound device at work, too, which costs a laptop's battery: it rests soon after the last note. */
function awake(): AudioContext {
  const audio = (context ??= new AudioContext());
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
  clearTimeout(resting);
  resting = setTimeout(() => void audio.suspend().catch(() => undefined), REST_AFTER_MS);
  return audio;
}

function note(audio: AudioContext, { hertz, at, loudness }: { hertz: number; at: number; loudness: number }): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
