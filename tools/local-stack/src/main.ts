import { loadContactCenter } from '@parley/service-kit/contact-center';

/** Exits with 0 when the contact centre file named on the command line can be used, else with all its mistakes on stderr. */
function main(file: string): void {
  try {
    loadContactCenter(file);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

main(process.argv[2] ?? '');
