// A reader that goes away (a closed terminal, `| head`) must not take the contact centre with it.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** One line to whoever started this. */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** Ends a start that cannot succeed: the message says what to change, a stack would not. */
export class CannotStart extends Error {}
