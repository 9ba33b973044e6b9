import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startProduct } from '@parley/local-stack/product';
import { type ContactCenter, writeContactCenter } from './contact-center';
import { Engines } from './engines';
import { GraphApi } from './graph-api';
import { APP_SECRET, Meta, VERIFY_TOKEN } from './meta';
import type { PersonId } from './people';
import { Person } from './person';

export const ACCESS_TOKEN = 'EAAaccess-token-of-our-own';
export const GRAPH_VERSION = 'v23.0';
export const START_MS = 150_000;

/** Parley with a configuration, secrets and a Graph API that it has never seen. */
export class Installation {
  private product!: Product;
  private ports: Record<string, string> | undefined;
  readonly engines: Engines;
  meta!: Meta;

  private constructor(
    readonly graph: GraphApi,
    private readonly config: { readonly path: string; remove(): void },
    private readonly dataDir: string,
    private readonly env: Record<string, string>,
  ) {
    this.engines = new Engines(dataDir);
  }

  static async start(contactCenter: ContactCenter, env: Record<string, string> = {}): Promise<Installation> {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-acceptance-data-'));
    chmodSync(dataDir, 0o711); // PostgreSQL's user passes through it
    const installation = new Installation(await GraphApi.open(), writeContactCenter(contactCenter), dataDir, env);
    try {
      await installation.start();
    } catch (error) {
      await installation.clear();
      throw error;
    }
    return installation;
  }

  get url(): string {
    return this.product.url;
  }

  /** On the data and the ports of the run before. */
  async start(): Promise<void> {
    this.product = await startProduct({
      config: this.config.path,
      dataDir: this.dataDir,
      kafka: this.engines.kafka,
      ...(this.ports && { ports: this.ports }),
      env: {
        WHATSAPP_APP_SECRET: APP_SECRET,
        WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
        WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN,
        WHATSAPP_GRAPH_URL: this.graph.url,
        WHATSAPP_GRAPH_VERSION: GRAPH_VERSION,
        ...(await this.engines.open()),
        ...this.env,
      },
    });
    this.ports = this.product.ports;
    this.meta ??= new Meta(`${this.product.url}/webhooks/whatsapp`);
  }

  signIn(id: PersonId): Promise<Person> {
    return Person.signIn(this.url, id);
  }

  signInAll<const T extends readonly PersonId[]>(...ids: T): Promise<{ [I in keyof T]: Person }> {
    return Promise.all(ids.map((id) => this.signIn(id))) as Promise<{ [I in keyof T]: Person }>;
  }

  /** As a power cut. */
  async kill9(): Promise<void> {
    await this.product.kill9();
    await this.engines.die();
  }

  /** The supervisor and every service get SIGKILL at once; PostgreSQL is left behind, alone. */
  orphanDatabase(): void {
    for (const pid of [this.product.pid, ...Object.values(this.services()).map((service) => service.pid)]) process.kill(pid, 'SIGKILL');
  }

  /** The services that run now, and Kafka where it was started with them, by their names. */
  services(): Record<string, { readonly pid: number }> {
    return JSON.parse(readFileSync(join(this.dataDir, 'run.json'), 'utf8'));
  }

  /** Where an embedded PostgreSQL is, if there is one. */
  get databaseDirectory(): string {
    return join(this.dataDir, 'postgres');
  }

  databasePid(): number {
    return Number.parseInt(readFileSync(join(this.databaseDirectory, 'data', 'postmaster.pid'), 'utf8'), 10);
  }

  /** The end of what the supervisor has printed so far. */
  output(): string {
    return this.product.output();
  }

  async stop(): Promise<void> {
    await this.product.stop();
    await this.clear();
  }

  private async clear(): Promise<void> {
    await this.graph.close();
    await this.engines.die();
    this.config.remove();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** What a suite's `beforeAll` starts and its `afterAll` ends. */
export function installed(contactCenter: ContactCenter, env: Record<string, string> = {}): { readonly here: Installation } {
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.start(contactCenter, env);
  }, START_MS);
  afterAll(async () => {
    await installation?.stop();
  }, START_MS);
  return {
    get here() {
      return installation;
    },
  };
}
