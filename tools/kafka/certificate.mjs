import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const validForMs = 30 * 86_400_000;

/** DER, as ITU-T X.690 has it: a tag, a length and what is in it. */
function der(tag, ...contents) {
  const content = Buffer.concat(contents);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...contents) => der(0x30, ...contents);
const bits = (content) => der(0x03, Buffer.from([0]), content);
const hex = (text) => Buffer.from(text, 'hex');
const ecdsaWithSha256 = sequence(der(0x06, hex('2a8648ce3d040302')));
const commonName = hex('550403');
const subjectAltName = hex('551d11');
const loopback = hex('7f000001');

const nameOf = (name) => sequence(der(0x31, sequence(der(0x06, commonName), der(0x0c, Buffer.from(name)))));
/** `YYMMDDHHMMSSZ`. */
const utcTime = (ms) => der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

/** A certificate (RFC 5280) of 127.0.0.1 that signs itself, and its key: `{ certificate, key }`, both PEM. For tests. */
export function makeCertificate(name) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = der(0x02, Buffer.from([1]), randomBytes(8));
  const validity = sequence(utcTime(Date.now() - 60_000), utcTime(Date.now() + validForMs));
  const alternatives = sequence(der(0x06, subjectAltName), der(0x04, sequence(der(0x87, loopback))));
  const version3 = der(0xa0, der(0x02, Buffer.from([2])));
  const body = sequence(version3, serial, ecdsaWithSha256, nameOf(name), validity, nameOf(name), publicKey.export({ type: 'spki', format: 'der' }), der(0xa3, sequence(alternatives)));
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g).join('\n');
  return { certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}
