import type { FaultKind, Operation, StandIn } from '@parley/event-store/testing';
import { createServer, type IncomingMessage, type Server } from 'node:http';

const OPERATIONS: readonly string[] = ['append', 'read', 'subscribe'] satisfies Operation[];
const KINDS: readonly string[] = ['unavailable', 'not-leader', 'access-denied', 'answer-lost', 'connection-lost', 'mute', 'mute-after', 'slow'] satisfies FaultKind[];
const BODY_BYTES_MAX = 10_000;

interface Asked {
  readonly operation?: string;
  readonly kind?: string;
  readonly times?: number;
  readonly delayMs?: number;
  readonly leaderPort?: number;
  readonly away?: boolean;
  readonly muted?: boolean;
}

/** Faults on request, over HTTP: see the README. Answers 200 with what the stand-in has done, 400 for what it does not know. */
export function controlServer(standIn: StandIn): Server {
  return createServer((request, response) => {
    const answer = (code: number, body: object) => response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    bodyOf(request)
      .then((body) => obey(standIn, `${request.method} ${request.url}`, body))
      .then(
        () => answer(200, { calls: Object.fromEntries(standIn.calls), subscriptions: standIn.subscriptions(), end: standIn.log.end }),
        (error: Error) => answer(400, { error: error.message }),
      );
  });
}

function obey(standIn: StandIn, order: string, { operation = '', kind = '', times, delayMs, leaderPort, away = true, muted = true }: Asked): void {
  const { faults } = standIn;
  switch (order) {
    case 'GET /':
      return;
    case 'POST /faults':
      if (!OPERATIONS.includes(operation) || !KINDS.includes(kind)) throw new Error(`expected operation (${OPERATIONS.join(', ')}) and kind (${KINDS.join(', ')})`);
      return faults.plan(operation as Operation, kind as FaultKind, { ...(times && { times }), ...(delayMs && { delayMs }), ...(leaderPort && { leaderPort }) });
    case 'DELETE /faults':
      faults.clear();
      return standIn.muteSubscriptions(false);
    case 'POST /away':
      faults.isAway = away;
      return;
    case 'POST /cut':
      return standIn.cutConnections();
    case 'POST /subscriptions/end':
      return standIn.endSubscriptions();
    case 'POST /subscriptions/mute':
      return standIn.muteSubscriptions(muted);
    default:
      throw new Error('expected GET /, POST or DELETE /faults, POST /away, /cut, /subscriptions/end or /subscriptions/mute');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_BYTES_MAX) throw new Error('too long');
  }
  return text ? (JSON.parse(text) as Asked) : {};
}
