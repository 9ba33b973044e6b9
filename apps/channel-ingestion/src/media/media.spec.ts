import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayFetch } from './media-address';
import { MediaClient } from './media.client';
import { MediaFiles } from './media.service';
import { MediaStore } from './media.store';
import { fileHeaders } from './media-types';

const PICTURE = Buffer.from('the bytes of a picture');
const SHA256 = createHash('sha256').update(PICTURE).digest('base64');

/** A Graph API that gives one file; what it answers can be replaced by path. */
class Graph {
  readonly calls: { path: string; authorization: string | undefined }[] = [];
  readonly routes = new Map<string, (response: ServerResponse) => void>();
  url = '';
  private server!: Server;

  async start(): Promise<void> {
    this.server = createServer((request, response) => this.take(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const path = url.split('?')[0]!;
    this.calls.push({ path: url, authorization: headers.authorization });
    const route = this.routes.get(path);
    if (route) return route(response);
    if (path === '/v26.0/123') return void response.end(JSON.stringify({ messaging_product: 'whatsapp', url: `${this.url}/file/123`, id: '123' }));
    if (path === '/file/123') return void response.end(PICTURE);
    response.writeHead(400).end(JSON.stringify({ error: { code: 100 } }));
  }
}

describe('the files that customers send', () => {
  const graph = new Graph();
  let folder: string;
  let client: MediaClient;
  const files = (keptBytes = 1_000_000) => new MediaFiles(client, new MediaStore(folder, keptBytes));
  const wanted = (mediaId = '123', sha256: string | undefined = SHA256) => ({ mediaId, phoneNumberId: '100', sha256 });
  const code = (opened: Promise<unknown>) => opened.then(() => 'opened', (error: { code: string }) => error.code);

  beforeEach(async () => {
    await graph.start();
    folder = join(mkdtempSync(join(tmpdir(), 'parley-media-')), 'media');
    const settings = { WHATSAPP_GRAPH_URL: graph.url, WHATSAPP_GRAPH_VERSION: 'v26.0', WHATSAPP_ACCESS_TOKEN: 'token', WHATSAPP_APP_SECRET: ['secret'], WHATSAPP_APP_SECRET_PROOF: 'on' as const };
    client = new MediaClient(settings, 1_000);
    graph.calls.length = 0;
    graph.routes.clear();
  });
  afterEach(async () => {
    await client.close();
    await graph.stop();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('are fetched once, with the token and its proof, however many ask, and kept', async () => {
    const all = files();
    const opened = await Promise.all([all.open(wanted()), all.open(wanted()), all.open(wanted())]);
    expect(opened.map(({ path }) => readFileSync(path))).toEqual([PICTURE, PICTURE, PICTURE]);
    await all.open(wanted());
    await files().open(wanted());
    expect(graph.calls.map(({ path }) => path.replace(/=[0-9a-f]{64}/, '=proof'))).toEqual(['/v26.0/123?phone_number_id=100&appsecret_proof=proof', '/file/123']);
    expect(graph.calls.map(({ authorization }) => authorization)).toEqual(['Bearer token', 'Bearer token']);
  });

  it.each([
    ['is not what WhatsApp announced', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.end('<html>')), 'unavailable'],
    ['is longer than allowed, and says so', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.end(Buffer.alloc(2_000))), 'payload-too-large'],
    [
      'is longer than allowed, and does not say so',
      (graph: Graph) => graph.routes.set('/file/123', (response) => void (response.write(Buffer.alloc(900)), response.write(Buffer.alloc(900)), response.end())),
      'payload-too-large',
    ],
    ['is gone', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.writeHead(404).end()), 'not-found'],
    ['cannot be read', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.destroy()), 'unavailable'],
    ['needs another token', (graph: Graph) => graph.routes.set('/v26.0/123', (response) => void response.writeHead(401).end('{}')), 'unavailable'],
    ['lies where no file of WhatsApp lies', (graph: Graph) => graph.routes.set('/v26.0/123', (response) => void response.end('{"url":"http://169.254.169.254/latest"}')), 'unavailable'],
    ['is said to be nowhere', (graph: Graph) => graph.routes.set('/v26.0/123', (response) => void response.end('[]')), 'unavailable'],
    ['is led away', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/x' }).end()), 'unavailable'],
    ['leads in a circle', (graph: Graph) => graph.routes.set('/file/123', (response) => void response.writeHead(302, { location: '/file/123' }).end()), 'unavailable'],
  ])('are not kept when one %s', async (_, change, expected) => {
    change(graph);
    expect(await code(files().open(wanted()))).toBe(expected);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are followed to where WhatsApp leads, and are gone when it knows the id no more', async () => {
    graph.routes.set('/file/123', (response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    graph.routes.set('/elsewhere', (response) => void response.end(PICTURE));
    expect((await files().open(wanted())).bytes).toBe(PICTURE.length);
    expect(await code(files().open(wanted('999')))).toBe('not-found');
  });

  it('make room for newer ones, those first that nobody looked at', async () => {
    const store = new MediaStore(folder, 25);
    const keep = (id: string) => store.keep(id, async (path) => writeFileSync(path, '0123456789'));
    const [first, second] = [await keep('1'), await keep('2')];
    utimesSync(first.path, 100, 100);
    utimesSync(second.path, 50, 50);
    await store.find('2');
    await keep('3');
    expect(await Promise.all(['1', '2', '3'].map(async (id) => (await store.find(id)) !== undefined))).toEqual([false, true, true]);
  });
});

describe('a file’s address', () => {
  const meta = 'https://graph.facebook.com';
  it.each([
    [meta, 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1', true],
    [meta, 'https://mmg.whatsapp.net/x', true],
    [meta, 'http://lookaside.fbsbx.com/x', false],
    [meta, 'https://lookaside.fbsbx.com:8443/x', false],
    [meta, 'https://fbsbx.com.evil.example/x', false],
    [meta, 'https://evilfbsbx.com/x', false],
    [meta, 'https://user:secret@lookaside.fbsbx.com/x', false],
    [meta, 'https://127.0.0.1/x', false],
    [meta, 'file:///etc/passwd', false],
    ['http://127.0.0.1:3005', 'http://127.0.0.1:3005/media/1', true],
    ['http://127.0.0.1:3005', 'http://127.0.0.1:5432/', false],
    ['http://127.0.0.1:3005', 'https://lookaside.fbsbx.com/x', false],
  ])('of %s may be fetched: %s: %s', (graphUrl, address, allowed) => expect(mayFetch(new URL(address), graphUrl)).toBe(allowed));
});

describe('a file that leaves us', () => {
  it('never runs as a page of ours', () => {
    for (const mimeType of ['text/html', 'image/svg+xml', 'application/pdf', 'text/xml', '']) {
      expect(fileHeaders({ mimeType, fileName: 'a.html' })).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="a.html"; filename*=UTF-8''a.html`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      });
    }
    expect(fileHeaders({ mimeType: 'IMAGE/PNG; x=1' })).toMatchObject({ 'content-type': 'image/png', 'content-disposition': 'inline' });
  });

  it.each([
    ['../../etc/passwd', `filename="passwd"; filename*=UTF-8''passwd`],
    ['Rechnung "März".pdf', `filename="Rechnung _M_rz_.pdf"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22.pdf`],
    ['a\r\nset-cookie: x\u202efdp.exe', `filename="aset-cookie: xfdp.exe"; filename*=UTF-8''aset-cookie%3A%20xfdp.exe`],
  ])('is named %j safely', (fileName, named) => {
    expect(fileHeaders({ mimeType: 'application/pdf', fileName })['content-disposition']).toBe(`attachment; ${named}`);
  });
});
