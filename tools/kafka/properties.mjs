/** The user of the secured listener. */
const passwordsOf = ({ username, password }) => ({
  'listener.name.secure.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
  'listener.name.secure.scram-sha-256.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  'listener.name.secure.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
});

const addressesOf = (listeners) => Object.entries(listeners).map(([name, port]) => `${name}://127.0.0.1:${port}`);

const tlsOf = (name, { keyStore, trustStore }) => ({
  [`listener.name.${name}.ssl.keystore.type`]: 'PEM',
  [`listener.name.${name}.ssl.keystore.location`]: keyStore,
  [`listener.name.${name}.ssl.truststore.type`]: 'PEM',
  [`listener.name.${name}.ssl.truststore.location`]: trustStore,
});

/**
 * The settings of a broker on the loopback: of the first, which is the controller too, or of one more beside it.
 *
 * @param ports `{ broker, controller, secure?, mutual?, behindProxy?, proxy? }`; at `proxy` a test forwards to `behindProxy`
 * @param beside `{ controller }`, the port of the controller, for the second broker
 * @param secure `{ username, password, keyStore, trustStore }` of two further listeners: one with SASL over TLS, and one with TLS
 *   that asks for a certificate; a third is reached by a proxy
 */
export function brokerProperties({ data, ports, secure, beside }) {
  const listeners = { PLAIN: ports.broker, ...(secure && { SECURE: ports.secure, MUTUAL: ports.mutual, PROXIED: ports.behindProxy }) };
  const addresses = addressesOf(listeners);
  const controller = beside?.controller ?? ports.controller;
  return {
    'process.roles': beside ? 'broker' : 'broker,controller',
    'node.id': beside ? 2 : 1,
    listeners: [...addresses, ...(beside ? [] : [`CONTROLLER://127.0.0.1:${controller}`])].join(),
    'advertised.listeners': addressesOf({ ...listeners, ...(secure && { PROXIED: ports.proxy }) }).join(),
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL,PROXIED:PLAINTEXT',
    'inter.broker.listener.name': 'PLAIN',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'leader.imbalance.check.interval.seconds': 1, // who prefers to lead does so at once
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'offsets.retention.minutes': 64_800, // 45 days: what was sent again of dead letters is known for longer than they are kept
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0, // one machine: nobody else is about to join
    'group.min.session.timeout.ms': 1_000,
    'num.io.threads': 4,
    'num.network.threads': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    ...(secure && {
      'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      ...tlsOf('secure', secure),
      ...tlsOf('mutual', secure),
      'listener.name.mutual.ssl.client.auth': 'required',
      ...passwordsOf(secure),
    }),
  };
}

/** In the form of Java's property files. */
export const asText = (properties) => Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join('');
