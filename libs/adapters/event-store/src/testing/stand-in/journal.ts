import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogRecord } from './event-log';

/** Where a log is kept beside memory. */
export interface Journal {
  read(): readonly (readonly LogRecord[])[];
  write(batch: readonly LogRecord[]): void;
}

export const memoryOnly: Journal = { read: () => [], write: () => undefined };

interface Line extends Omit<LogRecord, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

/**
 * One line of JSON an append, written before the append is answered: what was answered is there after the process was killed.
 * Not after the machine lost its power, and a line that was begun and not ended never was.
 */
export function fileJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  return {
    read: () => {
      if (!existsSync(path)) return [];
      const bytes = readFileSync(path);
      const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
      if (whole.length < bytes.length) truncateSync(path, whole.length);
      return whole.toString('utf8').split('\n').filter(Boolean).map((line) => (JSON.parse(line) as Line[]).map(fromLine));
    },
    write: (batch) => appendFileSync(path, `${JSON.stringify(batch.map(toLine))}\n`),
  };
}

const toLine = (record: LogRecord): Line => ({ ...record, data: base64(record.data), metadata: base64(record.metadata) });
const fromLine = (line: Line): LogRecord => ({ ...line, data: Buffer.from(line.data, 'base64'), metadata: Buffer.from(line.metadata, 'base64') });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
