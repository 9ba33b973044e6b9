import { pause } from '@parley/event-sourcing';

const LOOK_EVERY_MS = 5;

/** Resolves as soon as it `holds`, or after `maxMs`: what a conversation did reaches routing a moment later. */
export async function soon(holds: () => boolean, maxMs: number): Promise<void> {
  const untilMs = performance.now() + maxMs;
  while (!holds() && performance.now() < untilMs) await pause(LOOK_EVERY_MS);
}
