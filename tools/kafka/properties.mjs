/** The user of the secured listener. */
const passwordsOf = ({ username, password }) => ({
  'listener.name.secure.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
  'listener.name.secure.scram-sha-256.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  'listener.name.secure.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
});

/**
 * The settings of a broker that is its own controller, on the loopback.
 *
 * @param ports `{ broker, controller, secure? }`
 * @param secure `{ username, password, keyStore, keyStorePassword }` of a further listener with SASL over TLS
 */
export function brokerProperties({ data, ports, secure }) {
  const listeners = { PLAIN: ports.broker, ...(secure && { SECURE: ports.secure }) };
  const addresses = Object.entries(listeners).map(([name, port]) => `${name}://127.0.0.1:${port}`);
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: [...addresses, `CONTROLLER://127.0.0.1:${ports.controller}`].join(),
    'advertised.listeners': addresses.join(),
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,SECURE:SASL_SSL',
    'inter.broker.listener.name': 'PLAIN',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0, // one machine: nobody else is about to join
    'group.min.session.timeout.ms': 1_000,
    'num.io.threads': 4,
    'num.network.threads': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    ...(secure && {
      'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.secure.ssl.keystore.type': 'PKCS12',
      'listener.name.secure.ssl.keystore.location': secure.keyStore,
      'listener.name.secure.ssl.keystore.password': secure.keyStorePassword,
      ...passwordsOf(secure),
    }),
  };
}

/** In the form of Java's property files. */
export const asText = (properties) => Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join('');
