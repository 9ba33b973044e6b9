import { Refused } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

export const WEBHOOK_BYTES_MAX = 4 * 1024 * 1024;
/** Up to here a body that is too large is read to its end, so that the sender gets to read our answer. */
const DRAINED_BYTES_MAX = 32 * 1024 * 1024;

type Done = (error: Error | null, body?: Buffer) => void;

/** The bytes as they arrived, whatever they are said to be. Refuses what is larger than 4 MB. */
export function rawBody(_request: FastifyRequest, payload: IncomingMessage, done: Done): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  const end = (error: Error | null, body?: Buffer) => {
    if (over) return;
    over = true;
    chunks = [];
    done(error, body);
  };
  payload.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= WEBHOOK_BYTES_MAX) chunks.push(chunk);
    else if (size <= DRAINED_BYTES_MAX) chunks = [];
    else end(tooLarge());
  });
  payload.once('end', () => {
    if (size > WEBHOOK_BYTES_MAX) end(tooLarge());
    else end(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
  payload.once('error', () => end(new Refused('invalid-request', 'the body ended early')));
}

const tooLarge = () => new Refused('payload-too-large', `a notification has at most ${WEBHOOK_BYTES_MAX} bytes`);
