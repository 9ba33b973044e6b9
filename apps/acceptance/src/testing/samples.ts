import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wire } from './meta';

const FOLDER = join(__dirname, '..', '..', '..', 'channel-ingestion', 'fixtures', 'whatsapp');
/** These belong to a conversation that is there and never open one. */
const NEVER_ALONE = new Set(['reaction', 'edit', 'revoke', 'system', 'request_welcome']);

export interface Sample {
  readonly name: string;
  /** The bytes that Meta would send. */
  readonly body: string;
  readonly messages: readonly SampleMessage[];
}

export interface SampleMessage {
  readonly phoneNumberId: string;
  readonly id: string;
  readonly type: string;
  /** Every name that its customer goes by. */
  readonly customer: readonly string[];
  readonly opensConversation: boolean;
}

/** Webhook bodies of every kind that WhatsApp has, by file name. */
export const samples = (): Sample[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const value = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
      return { name, body: wire(value), messages: messagesOf(value) };
    });

function messagesOf(notification: any): SampleMessage[] {
  const values = notification.entry.flatMap((entry: any) => entry.changes.map((change: any) => change.value));
  return values.flatMap((value: any) =>
    (value.messages ?? []).map((message: any) => ({
      phoneNumberId: value.metadata.phone_number_id,
      id: message.id,
      type: message.type,
      customer: [message.from, message.from_user_id, message.system?.previous_user_id].filter(Boolean),
      opensConversation: !NEVER_ALONE.has(message.type),
    })),
  );
}

/** The messages that must be in a conversation when the samples came in this order: all but those that found none. */
export function expectedInConversations(inOrder: readonly Sample[]): SampleMessage[] {
  const known = new Set<string>();
  const keys = ({ phoneNumberId, customer }: SampleMessage) => customer.map((id) => `${phoneNumberId} ${id}`);
  return inOrder.flatMap(({ messages }) =>
    messages.filter((message) => {
      const has = keys(message).some((key) => known.has(key));
      if (message.opensConversation) for (const key of keys(message)) known.add(key);
      return has || message.opensConversation;
    }),
  );
}
