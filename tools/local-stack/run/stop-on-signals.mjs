const sameMs = 1_000;
const parentEveryMs = 1_000;

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
  if (process.env.npm_lifecycle_event === 'start') watchParent(() => stop('npm is gone', 0));
  process.on('uncaughtException', (error) => {
    say(error.stack);
    stop('an error', 1);
  });
}

/** npm, killed, tells its child nothing; the child gets another parent. */
function watchParent(gone) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, parentEveryMs);
  watch.unref();
}
