import { AgentEvent } from './agent/events';
import { ConversationEvent } from './conversation/events';

/** An event as it stands in a log; what the headers of a published record are made of. */
export interface PublishedEvent<E> {
  readonly id: string;
  /** Conversation id or agent id. */
  readonly subject: string;
  readonly revision: number;
  readonly position: number;
  /** ISO 8601 UTC: when the log took it. */
  readonly time: string;
  readonly event: E;
}

export type PublishedConversationEvent = PublishedEvent<ConversationEvent>;
export type PublishedAgentEvent = PublishedEvent<AgentEvent>;

interface Stored {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: string;
}

/** CloudEvents 1.0 headers, Kafka protocol binding, binary mode, plus `ce_revision` and `ce_position`. */
export function cloudEventHeaders(source: string, subject: string, event: Stored): Record<string, string> {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: source,
    ce_time: event.recordedAt,
    ce_subject: subject,
    ce_revision: String(event.revision),
    ce_position: String(event.position),
  };
}

interface Received {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads a record of `conversation.events.v1`.
 *
 * @returns undefined for a type that this version does not know: newer producers may run beside older consumers.
 * @throws Error naming what is wrong with a record of a known type
 */
export const readConversationEvent = (record: Received): PublishedConversationEvent | undefined => read(record, ConversationEvent);

/** Reads a record of `agent.events.v1`; see {@link readConversationEvent}. */
export const readAgentEvent = (record: Received): PublishedAgentEvent | undefined => read(record, AgentEvent);

interface Schema<E> {
  safeParse(value: unknown): { success: true; data: E } | { success: false; error: { message: string; issues: { code: string; path: PropertyKey[] }[] } };
}

function read<E>({ value, headers }: Received, schema: Schema<E>): PublishedEvent<E> | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    if (namesAType(value) && isUnknownType(parsed.error.issues)) return undefined;
    throw new Error(`event ${headers['ce_id']} of type ${headers['ce_type']} is not as published: ${parsed.error.message}`);
  }
  const { ce_id, ce_subject, ce_revision, ce_position, ce_time } = headers;
  if (!ce_id || !ce_subject || !ce_revision || !ce_position || !ce_time)
    throw new Error('a published event needs the headers ce_id, ce_subject, ce_revision, ce_position and ce_time');
  return {
    id: ce_id,
    subject: ce_subject,
    revision: place('ce_revision', ce_revision),
    position: place('ce_position', ce_position),
    time: ce_time,
    event: parsed.data,
  };
}

/** Consumers compare places to tell what they know already: one that is no number would make them deaf. */
function place(name: string, header: string): number {
  const number = Number(header);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`the header ${name} must be a whole number from 0, not "${header}"`);
  return number;
}

const namesAType = (value: unknown) => typeof (value as { type?: unknown } | null)?.type === 'string';

const isUnknownType = (issues: { code: string; path: PropertyKey[] }[]) =>
  issues.some(({ code, path }) => code === 'invalid_union' && path.length === 1 && path[0] === 'type');
