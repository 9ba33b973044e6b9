export interface ProductOptions {
  /** Further settings of `npm start`; they win over all others. */
  env?: Record<string, string>;
  /** Path of a contact-center.yaml; the demonstration otherwise. */
  config?: string;
  /** Kept after `stop`; a temporary one, removed by `stop`, otherwise. */
  dataDir?: string;
  /** The `ports` of an earlier run; free ones otherwise. */
  ports?: Record<string, string>;
  /** True: the topics are in a Kafka that is started beside the services, as by `npm start -- --kafka`. */
  kafka?: boolean;
}

export interface Product {
  /** The gateway: desktop, API, live stream, webhook. */
  readonly url: string;
  /** The phone page and the Graph API of the simulator; undefined when WHATSAPP_GRAPH_URL was given. */
  readonly simulatorUrl?: string;
  /** Where its Kafka is, when it was asked for. */
  readonly brokers?: string;
  /** By the names of their settings: PORT, CONVERSATION_PORT, … */
  readonly ports: Record<string, string>;
  readonly dataDir: string;
  /** The supervisor's process id. */
  readonly pid: number;
  /** The end of what the supervisor has printed so far. */
  output(): string;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
  /** SIGKILL to the supervisor, every service and PostgreSQL; the data stays, also a temporary one. */
  kill9(): Promise<void>;
}

export function startProduct(options?: ProductOptions): Promise<Product>;
