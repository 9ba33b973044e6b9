import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEMO = join(__dirname, '..', '..', '..', '..', 'config', 'contact-center.demo.yaml');

interface Changes {
  readonly offerTimeoutSeconds?: number;
  readonly wrapUpTimeoutSeconds?: number;
  /** How many conversations each agent may have at once. */
  readonly maxConversations?: number;
}

/** The demonstration's contact centre with other times and places. Its agents sign in with `parley-<id>`. */
export class ContactCenterFile {
  private folder: string | undefined;

  constructor(private readonly changes: Changes = {}) {}

  write(): string {
    this.folder = mkdtempSync(join(tmpdir(), 'parley-journeys-'));
    const path = join(this.folder, 'contact-center.yaml');
    const { offerTimeoutSeconds = 30, wrapUpTimeoutSeconds = 120, maxConversations = 3 } = this.changes;
    const yaml = readFileSync(DEMO, 'utf8')
      .replace(/offerTimeoutSeconds: \d+/g, `offerTimeoutSeconds: ${offerTimeoutSeconds}`)
      .replace(/timeoutSeconds: 120/, `timeoutSeconds: ${wrapUpTimeoutSeconds}`)
      .replace(/maxConversations: \d+/g, `maxConversations: ${maxConversations}`);
    writeFileSync(path, yaml);
    return path;
  }

  remove(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}
