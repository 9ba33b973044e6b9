import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../root.mjs';

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'];
const broker = /^(\[[0-9a-f:]+\]|[^\s:/,]+):\d{1,5}$/i;

/** Every mistake in what was said about Kafka. The services check it too; here it is told before anything is begun. */
export function checkKafka(env, ownKafka, bad) {
  const { KAFKA_BROKERS: brokers, KAFKA_PORT: port, KAFKA_REPLICATION_FACTOR: copies } = env;
  if (brokers !== undefined && ownKafka) bad('KAFKA_BROKERS', 'names a Kafka, and --kafka starts one of its own; leave one of them out');
  if (brokers !== undefined && !brokers.split(',').every((text) => broker.test(text.trim()))) bad('KAFKA_BROKERS', `expected host:port,host:port, not "${brokers}"`);
  if (ownKafka && port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) bad('KAFKA_PORT', `expected a port number from 1 to 65535, not "${port}"`);
  if (copies !== undefined && !/^[1-9]$/.test(copies)) bad('KAFKA_REPLICATION_FACTOR', `expected a number from 1 to 9, not "${copies}"`);
  checkSignIn(env, bad);
  checkEncryption(env, bad);
}

function checkSignIn({ KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password }, bad) {
  if (mechanism === undefined && (username ?? password) !== undefined) bad('KAFKA_SASL_MECHANISM', `is needed with KAFKA_SASL_USERNAME: ${mechanisms.join(', ')}`);
  if (mechanism === undefined) return;
  if (!mechanisms.includes(mechanism.toLowerCase())) bad('KAFKA_SASL_MECHANISM', `expected ${mechanisms.join(', ')}, not "${mechanism}"`);
  if (username === undefined) bad('KAFKA_SASL_USERNAME', 'is needed with KAFKA_SASL_MECHANISM');
  if (password === undefined) bad('KAFKA_SASL_PASSWORD', 'is needed with KAFKA_SASL_MECHANISM');
}

function checkEncryption(env, bad) {
  const { KAFKA_SSL: ssl, KAFKA_SSL_CA: ca, KAFKA_SSL_CERT: cert, KAFKA_SSL_KEY: key } = env;
  if (ssl !== undefined && !['true', 'false'].includes(ssl)) bad('KAFKA_SSL', `expected true or false, not "${ssl}"`);
  if (ssl === 'false' && (ca ?? cert) !== undefined) bad('KAFKA_SSL', 'is false, and KAFKA_SSL_CA or KAFKA_SSL_CERT says otherwise');
  if (cert !== undefined && key === undefined) bad('KAFKA_SSL_KEY', 'is needed with KAFKA_SSL_CERT');
  if (key !== undefined && cert === undefined) bad('KAFKA_SSL_CERT', 'is needed with KAFKA_SSL_KEY');
  for (const [name, path] of Object.entries({ KAFKA_SSL_CA: ca, KAFKA_SSL_CERT: cert, KAFKA_SSL_KEY: key })) {
    if (path !== undefined && !isPem(path)) bad(name, `expected the path of a readable PEM file, not "${path}"`);
  }
}

function isPem(path) {
  try {
    return readFileSync(resolve(root, path), 'utf8').includes('-----BEGIN');
  } catch {
    return false;
  }
}
