/** `node healthy.mjs <address>`: ends with 0 when the address answers 2xx, for the health checks of containers. */
const [address] = process.argv.slice(2);
try {
  const { ok, status } = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  if (!ok) throw new Error(`${address} answers ${status}`);
} catch (error) {
  process.stderr.write(`${error.cause?.code ?? error.message}\n`);
  process.exitCode = 1;
}
