import { GatewaySettings } from '@parley/agent-gateway/settings';
import { ChannelIngestionSettings } from '@parley/channel-ingestion/settings';
import { BadSettings, loadSettings } from '@parley/service-kit';
import { loadContactCenter } from '@parley/service-kit/contact-center';

/** What the other services are told is part of what these are. */
const SETTINGS = [GatewaySettings, ChannelIngestionSettings];

/** Exits with 0 when every service can start in this environment and with its contact centre file, else with all mistakes on stderr. */
function main(): void {
  const checks = [...SETTINGS.map((settings) => () => void loadSettings(settings)), () => void loadContactCenter(process.env['CONTACT_CENTER_CONFIG'] ?? '')];
  const problems = new Set(checks.flatMap(problemsOf));
  if (problems.size === 0) return;
  process.stderr.write(`${new BadSettings([...problems]).message}\n`);
  process.exitCode = 1;
}

function problemsOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
}

main();
