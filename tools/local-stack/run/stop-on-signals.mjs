import { commandOf, identityOf, isStillThere, parentOf } from '../processes.mjs';

const sameMs = 1_000;
const npmEveryMs = 1_000;

/**
 * The stack stops on Ctrl-C, SIGTERM, SIGHUP, and when whoever started this process is gone; a second wish ends it at once.
 *
 * npm passes on the signal that the terminal has sent to everyone already, so wishes within one second are the same one.
 */
export function stopOnSignals(stack, say) {
  let firstMs;
  const stop = (why, code) => {
    if (firstMs === undefined) {
      firstMs = Date.now();
      say(`\nStopping (${why})…`);
      stack.stop().then(
        () => process.exit(code),
        (error) => {
          say(error.message);
          process.exit(1);
        },
      );
    } else if (Date.now() - firstMs > sameMs) {
      say('Stopping at once');
      stack.kill();
      process.exit(code);
    }
  };
  process.on('SIGINT', () => stop('Ctrl-C', 0));
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGHUP', () => stop('the terminal is gone', 0));
  process.on('disconnect', () => stop('its starter is gone', 0));
  if (process.env.npm_lifecycle_event === 'start') watchNpm(() => stop('npm is gone', 0));
  process.on('uncaughtException', (error) => {
    say(error.stack);
    stop('an error', 1);
  });
}

/** npm, killed, tells its child nothing. Between it and us may be the shell that it runs a script in, which lives on. */
function watchNpm(gone) {
  const parent = process.ppid;
  const shellOfNpm = commandOf(parent)?.includes('local-stack/start.mjs');
  const npm = identityOf(shellOfNpm ? parentOf(parent) : parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && isStillThere(npm)) return;
    clearInterval(watch);
    gone();
  }, npmEveryMs);
  watch.unref();
}
