import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEMO = join(__dirname, '..', '..', '..', '..', 'config', 'contact-center.demo.yaml');

interface Times {
  readonly offerTimeoutSeconds?: number;
  readonly wrapUpTimeoutSeconds?: number;
}

/** The demonstration's contact centre with other times. Its agents sign in with `parley-<id>`. */
export class ContactCenterFile {
  private folder: string | undefined;

  constructor(private readonly times: Times = {}) {}

  write(): string {
    this.folder = mkdtempSync(join(tmpdir(), 'parley-journeys-'));
    const path = join(this.folder, 'contact-center.yaml');
    const { offerTimeoutSeconds = 30, wrapUpTimeoutSeconds = 120 } = this.times;
    const yaml = readFileSync(DEMO, 'utf8')
      .replace(/offerTimeoutSeconds: \d+/g, `offerTimeoutSeconds: ${offerTimeoutSeconds}`)
      .replace(/timeoutSeconds: 120/, `timeoutSeconds: ${wrapUpTimeoutSeconds}`);
    writeFileSync(path, yaml);
    return path;
  }

  remove(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}
