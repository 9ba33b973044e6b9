import { Unreachable } from '@parley/event-sourcing';
import type { KafkaJSProtocolError } from 'kafkajs';

const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
/** What Kafka says of a record or a topic that is wrong in itself: the same again would fail again. */
const REFUSALS = new Set([...TOO_LARGE, 'INVALID_TOPIC_EXCEPTION', 'INVALID_RECORD', 'INVALID_TIMESTAMP', 'CORRUPT_MESSAGE', 'POLICY_VIOLATION']);

/** The code that Kafka answered with, however deep kafkajs has wrapped it. */
export function codeOf(error: unknown): string | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    const { type } = inner as KafkaJSProtocolError;
    if (typeof type === 'string') return type;
  }
  return undefined;
}

export const isRefusal = (error: unknown): boolean => error instanceof RangeError || REFUSALS.has(codeOf(error) ?? '');

export const isTooLarge = (error: unknown): boolean => TOO_LARGE.includes(codeOf(error) ?? '');

/** The refusal itself, or that Kafka is out of reach. */
export const asFault = (error: unknown, doing: string): unknown =>
  isRefusal(error) || error instanceof Unreachable ? error : new Unreachable(`Kafka is out of reach while ${doing}`, { cause: error });

