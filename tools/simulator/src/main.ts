import { simulatorApp } from './app';
import { Simulator } from './simulator';
import { simulatorConfig } from './simulator.config';

/** Serves until SIGTERM, SIGINT, or until the process that started it is gone. */
async function main(): Promise<void> {
  const config = simulatorConfig(process.env);
  const app = simulatorApp(new Simulator(config));
  const stop = () => void app.close().finally(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, stop);
  await app.listen({ host: config.host, port: config.port });
  console.log(`WhatsApp simulator on http://${config.host}:${config.port}, notifications to ${config.webhookUrl}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
