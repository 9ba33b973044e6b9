const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const utf8 = new TextEncoder();

/**
 * The partition of a key as Kafka's own default partitioner takes it, so that a key lands alike on every engine.
 *
 * Source: `BuiltInPartitioner.partitionForKey` and `Utils.murmur2` of Apache Kafka.
 */
export const partitionOf = (key: string, partitions: number): number => (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions;

/** MurmurHash2, 32 bits, signed, as `org.apache.kafka.common.utils.Utils.murmur2`. */
export function murmur2(data: Uint8Array): number {
  const words = data.length >> 2;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let hash = SEED ^ data.length;
  for (let index = 0; index < words; index += 1) {
    let word = Math.imul(view.getInt32(index * 4, true), M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  hash = withTail(hash, data, words * 4);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

function withTail(hash: number, data: Uint8Array, from: number): number {
  const [first, second = 0, third = 0] = data.subarray(from);
  return first === undefined ? hash : Math.imul(hash ^ (third << 16) ^ (second << 8) ^ first, M);
}
