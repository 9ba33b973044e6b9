import { randomBytes, scryptSync } from 'node:crypto';
import { stringify } from 'yaml';

export const AGENTS = 20;
export const CONVERSATIONS_PER_AGENT = 30;
export const NUMBERS = Array.from({ length: 8 }, (_, index) => String(900_000_000_000_001 + index));
export const PASSWORD = 'parley-bench';
export const SUPERVISOR = 'supervisor';

const LONG_SECONDS = 900;
const LOG_N = 12;

export const agentIds = Array.from({ length: AGENTS }, (_, index) => `agent-${index + 1}`);

/** A contact centre where nothing times out while it is measured: eight numbers, four queues, twenty agents in all queues. */
export function benchConfig(): string {
  const passwordHash = hash(PASSWORD);
  const queues = ['one', 'two', 'three', 'four'];
  return stringify({
    numbers: NUMBERS.map((phoneNumberId, index) => ({ phoneNumberId, displayNumber: `+1 555 019 000${index}`, queue: queues[index % queues.length] })),
    queues: queues.map((id) => ({ id, name: `Queue ${id}`, agents: agentIds, offerTimeoutSeconds: LONG_SECONDS })),
    agents: [
      ...agentIds.map((id) => ({ id, name: id, maxConversations: CONVERSATIONS_PER_AGENT, passwordHash })),
      { id: SUPERVISOR, name: 'Supervisor', roles: ['supervisor'], passwordHash },
    ],
    wrapUp: { timeoutSeconds: 86_400, defaultReason: 'none', reasons: [{ id: 'none', name: { en: 'None', es: 'Ninguno' } }] },
  });
}

function hash(password: string): string {
  const salt = randomBytes(16);
  const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${LOG_N},r=8,p=1$${unpadded(salt)}$${unpadded(scryptSync(password, salt, 32, { N: 2 ** LOG_N, r: 8, p: 1 }))}`;
}
