import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { LogRecord } from './event-log';

/** Whether a record passes the filter of a request. */
export function filterOf(options: ReadReq.Options.FilterOptions | undefined): (record: LogRecord) => boolean {
  const byType = options?.getEventType();
  const expression = byType ?? options?.getStreamIdentifier();
  if (!expression) return () => true;
  const regex = expression.getRegex();
  const prefixes = expression.getPrefixList();
  const pattern = regex ? new RegExp(regex) : undefined;
  const passes = (text: string) => (pattern ? pattern.test(text) : prefixes.some((prefix) => text.startsWith(prefix)));
  return byType ? ({ type }) => passes(type) : ({ stream }) => passes(stream);
}

/** So many records are looked at between two checkpoints. */
export const checkpointInterval = (options: ReadReq.Options.FilterOptions | undefined): { window: number; interval: number } | undefined => {
  if (!options) return undefined;
  const window = options.hasMax() ? options.getMax() : 32;
  return { window, interval: window * Math.max(1, options.getCheckpointintervalmultiplier()) };
};
