import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerEnd, requestBytes } from './connection';
import { load } from './load';

describe('an answer', () => {
  it('ends where its length says', () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    expect(answerEnd(`${whole}HTTP`)).toEqual({ bodyFrom: whole.length - 2, bodyTo: whole.length, next: whole.length });
    expect(answerEnd(whole.slice(0, -1))).toBeUndefined();
  });

  it('ends with its last chunk', () => {
    const whole = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n';
    expect(answerEnd(whole)?.next).toBe(whole.length);
    expect(answerEnd(whole.slice(0, -2))).toBeUndefined();
  });
});

describe('the load', () => {
  it('sends every request once and counts every answer by its status', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      request.resume();
      seen.push(request.url);
      response.writeHead(request.url === '/7' ? 503 : 200).end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    let sent = 0;
    const next = () => (sent < 50 ? requestBytes('POST', `/${sent++}`, { body: '{"é":1}' }) : undefined);
    const result = await load({ port: (server.address() as AddressInfo).port, connections: 4, next, durationMs: 10_000 });
    server.close();
    expect(new Set(seen).size).toBe(50);
    expect(result.byStatus).toEqual({ 200: 49, 503: 1 });
    expect(result.latencies).toHaveLength(50);
  });
});
