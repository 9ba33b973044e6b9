/** Says what this machine lacks to run Kafka, having got it where that was possible; undefined when it lacks nothing. */
export function whyNoKafka(): string | undefined;
