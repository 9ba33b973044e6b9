/** Where a Kafka is and how to sign in there; `KAFKA_BROKERS`, `KAFKA_SASL_*` and `KAFKA_SSL*`. */
export interface KafkaConnection {
  /** `host:port` of some of the brokers. */
  readonly brokers: readonly string[];
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** True, or what to trust and how to show who we are, as PEM; absent: no TLS. */
  readonly ssl?: true | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Of the topics that Parley creates; default: as many brokers as there are, 3 at most. */
  readonly replicationFactor?: number;
}
