import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEMO = join(__dirname, '..', '..', '..', '..', 'config', 'contact-center.demo.yaml');

interface Changes {
  readonly offerTimeoutSeconds?: number;
  readonly wrapUpTimeoutSeconds?: number;
  /** How many conversations each agent may have at once. */
  readonly maxConversations?: number;
  /** The supervisor is an agent too, of the queue of sales. */
  readonly supervisorAnswers?: boolean;
  /** Agents do not read card numbers, e-mail addresses and phone numbers. */
  readonly masked?: boolean;
}

/** The demonstration's contact centre with other times and places. Its agents sign in with `parley-<id>`. */
export class ContactCenterFile {
  private folder: string | undefined;

  constructor(private readonly changes: Changes = {}) {}

  write(): string {
    this.folder = mkdtempSync(join(tmpdir(), 'parley-journeys-'));
    const path = join(this.folder, 'contact-center.yaml');
    const { offerTimeoutSeconds = 30, wrapUpTimeoutSeconds = 120, maxConversations = 3, supervisorAnswers = false, masked = false } = this.changes;
    const yaml = readFileSync(DEMO, 'utf8')
      .replace(/offerTimeoutSeconds: \d+/g, `offerTimeoutSeconds: ${offerTimeoutSeconds}`)
      .replace(/timeoutSeconds: 120/, `timeoutSeconds: ${wrapUpTimeoutSeconds}`)
      .replace(/maxConversations: \d+/g, `maxConversations: ${maxConversations}`)
      .replace(/masking: .*/, `masking: { cardNumbers: ${masked}, emailAddresses: ${masked}, phoneNumbers: ${masked} }`)
      .replace('roles: [supervisor, analyst]', supervisorAnswers ? 'roles: [supervisor, analyst, agent]' : '$&')
      .replace('agents: [carla, diego]', supervisorAnswers ? 'agents: [carla, diego, sofia]' : '$&');
    writeFileSync(path, yaml);
    return path;
  }

  remove(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}
