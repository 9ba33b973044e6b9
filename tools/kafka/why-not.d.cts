/** Says what this machine lacks to run Kafka, having got it where that was possible; undefined when it lacks nothing. @throws when jars came that are not ours */
export function whyNoKafka(): string | undefined;
