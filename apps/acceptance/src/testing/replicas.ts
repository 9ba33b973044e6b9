import { type HeldPostgres, holdPostgres } from '@parley/local-stack/held-postgres';
import { type Product, startProduct } from '@parley/local-stack/product';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ContactCenter, writeContactCenter } from './contact-center';
import { GraphApi } from './graph-api';
import { ACCESS_TOKEN, GRAPH_VERSION } from './installation';
import { APP_SECRET, Meta, VERIFY_TOKEN } from './meta';

const ROOT = resolve(__dirname, '../../../..');

export interface Victim {
  readonly name: string;
  /** Of the process that runs now; nothing while it is down. */
  pid(): number | undefined;
}

interface Identity {
  readonly pid: number;
}

/** Two whole Parleys, two processes of every service that is, on one PostgreSQL and one Kafka. */
export class Replicas {
  readonly products: Product[] = [];
  meta!: Meta;

  private constructor(
    readonly graph: GraphApi,
    private readonly parent: string,
    private readonly config: { readonly path: string; remove(): void },
    private readonly postgres: HeldPostgres,
  ) {}

  static async start(contactCenter: ContactCenter): Promise<Replicas> {
    const parent = mkdtempSync(join(tmpdir(), 'parley-acceptance-replicas-'));
    chmodSync(parent, 0o711); // PostgreSQL's user passes through it
    const [graph, postgres, config] = [await GraphApi.open(), await holdPostgres({ directory: join(parent, 'postgres') }), writeContactCenter(contactCenter)];
    const replicas = new Replicas(graph, parent, config, postgres);
    await replicas.startBoth().catch(async (error: unknown) => {
      await replicas.stop();
      throw error;
    });
    return replicas;
  }

  private async startBoth(): Promise<void> {
    const env = this.environment();
    const first = await this.startOne('first', env, true);
    const second = await this.startOne('second', { ...env, KAFKA_BROKERS: first.brokers! }, false);
    this.meta = new Meta(...[first, second].map(({ url }) => `${url}/webhooks/whatsapp`));
  }

  private async startOne(name: string, env: Record<string, string>, kafka: boolean): Promise<Product> {
    const product = await startProduct({ config: this.config.path, dataDir: join(this.parent, name), kafka, env });
    this.products.push(product);
    return product;
  }

  private environment(): Record<string, string> {
    return {
      DATABASE_URL: this.postgres.url,
      AUTH_JWT_SECRET: 'a secret that both replicas know, of more than 32 bytes',
      PARLEY_SERVICE_TOKEN: 'a token that the services of both know, long enough',
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
      WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN,
      WHATSAPP_GRAPH_URL: this.graph.url,
      WHATSAPP_GRAPH_VERSION: GRAPH_VERSION,
      WHATSAPP_UNCERTAIN_HOLD_MS: '2000',
    };
  }

  /** Everything that may be killed: each service of both, and Kafka's own process. Whatever supervises it starts it again. */
  victims(): readonly Victim[] {
    return this.products.flatMap((product, at) =>
      Object.keys(running(product)).map((name) => ({
        name: `${name} of ${['the first', 'the second'][at]}`,
        // What run.json calls Kafka is the program that holds it: the broker itself is its child.
        pid: () => (name === 'kafka' ? readJson<Identity>(join(product.dataDir, 'kafka', 'process.json')) : running(product)[name])?.pid,
      })),
    );
  }

  /** What `npm run redrive` says of each topic's dead letters. */
  async redrive([first, ...others]: readonly [string, ...string[]]): Promise<string[]> {
    const env = { ...process.env, DATABASE_URL: this.postgres.url, KAFKA_BROKERS: this.products[0]!.brokers! };
    const run = async (program: string, args: readonly string[]) => (await promisify(execFile)(program, args, { cwd: ROOT, env, timeout: 120_000 })).stdout.trim();
    const said = [await run('npm', ['run', '--silent', 'redrive', '--', first])]; // which builds it
    for (const topic of others) said.push(await run(process.execPath, [join('tools', 'redrive', 'dist', 'main.js'), topic]));
    return said;
  }

  async stop(): Promise<void> {
    for (const product of this.products.reverse()) await product.stop();
    await this.postgres.stop();
    await this.graph.close();
    this.config.remove();
    rmSync(this.parent, { recursive: true, force: true });
  }
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

const running = ({ dataDir }: Product): Partial<Record<string, Identity>> => readJson(join(dataDir, 'run.json'));
