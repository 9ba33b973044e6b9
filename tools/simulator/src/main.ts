import { simulatorApp } from './app';
import { Simulator } from './simulator';
import { type SimulatorConfig, simulatorConfig } from './simulator.config';

/** Tells the supervisor that another try would end alike. */
const BAD_SETTINGS = 78;

/** Serves until SIGTERM, SIGINT, or until the process that started it is gone. */
async function serve(config: SimulatorConfig): Promise<void> {
  const app = simulatorApp(new Simulator(config));
  const stop = () => void app.close().finally(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, stop);
  await app.listen({ host: config.host, port: config.port });
  const msg = `WhatsApp simulator on http://${config.host}:${config.port}, notifications to ${config.webhookUrl}`;
  console.log(JSON.stringify({ level: 'info', time: new Date().toISOString(), service: 'simulator', msg }));
}

function end(exitCode: number): (error: unknown) => never {
  return (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(exitCode);
  };
}

function settings(): SimulatorConfig {
  try {
    return simulatorConfig(process.env);
  } catch (error) {
    return end(BAD_SETTINGS)(error);
  }
}

serve(settings()).catch(end(1));
