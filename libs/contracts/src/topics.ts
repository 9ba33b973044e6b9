/** The topics other services may consume. A record that cannot be processed goes to `<topic>.dlq` with its reason. */
export const TOPICS = {
  /** Everything WhatsApp told us; key: business number and customer. */
  channelInbound: 'channel.inbound.v1',
  /** What routing asks of a conversation; key: conversation id. */
  conversationCommands: 'conversation.commands.v1',
  /** Every event of every conversation, as stored; key: conversation id. */
  conversationEvents: 'conversation.events.v1',
  /** Every event of every agent, as stored; key: agent id. */
  agentEvents: 'agent.events.v1',
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];

/** How many partitions a topic gets when Parley creates it. */
export const TOPIC_PARTITIONS = 8;

/** Where the records of `topic` go that could not be processed. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;
