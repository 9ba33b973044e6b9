/** A service that does as its surroundings say: CODE ends it at once, DEAF ignores SIGTERM, otherwise it lives until told. */
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.env.DEAF || process.exit(0));
if (process.env.CODE) {
  process.stderr.write('something broke\n');
  process.exit(Number(process.env.CODE));
}
process.stdout.write('{"level":30,"msg":"nothing to see"}\n{"level":50,"msg":"cannot reach","err":{"message":"the broker"}}\n');
setInterval(() => undefined, 60_000);
